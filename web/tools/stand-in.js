/**
 * A Parley in memory for the browser check: enough of the socket and of REST to drive the pages,
 * with the rules of the lifecycle kept short. It answers through Playwright's routes, so that no
 * port is opened. The real services are tested in end-to-end-tests.
 */
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { csv, last24Hours, report } from "./stand-in-figures.js";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const LIMITS = { messageTextLength: 8000, positionsPerResume: 500, pendingSends: 1000 };

/** A person as the demo data has them. */
export function person(sub, channels) {
  const words = sub.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const follower = sub.includes("follower");
  const more = sub.startsWith("admin") ? ["chat-admin", "analyst"] : sub === "agent-3" ? ["chat-admin"] : [];
  const roles = follower ? ["follower"] : ["agent", ...more];
  return { id: sub, name: words.join(" "), role: follower ? "FOLLOWER" : "AGENT", roles, channels };
}

export class StandIn {
  #origin;
  #dist;
  #people = new Map();
  #conversations = new Map();
  #sockets = new Set();
  #clock = Date.now();
  #channels = {
    demo: { id: "demo", name: "Demo", mode: "TWO_WAY", revision: 1 },
    other: { id: "other", name: "Other", mode: "ONE_WAY", revision: 0 },
  };
  /** How many milliseconds an answer on the socket takes. */
  latency = 5;
  /** While set, every send is refused with it. */
  refusing = null;
  /** While false, sockets are refused. */
  up = true;
  /** Whether analytics-service is there, and something has happened in the windows of reports. */
  figures = { up: true, empty: false };
  /** Questions for the cards so far. */
  cardsAsked = 0;
  /** How far exports and erasures are. */
  job = { state: "RUNNING", progress: 45, waitsFor: "Consumer group others has not read all yet" };
  #retention = { days: 365 };
  /** Names other than those of the demo data, by id. */
  names = new Map();
  #canned = [
    { id: "c1", shortcut: "hello", text: "Good morning! Thank you for writing. How can I help?" },
    { id: "c2", shortcut: "wait", text: "One moment please, I am looking it up for you." },
    { id: "c3", shortcut: "return", text: "You can send it back within 30 days: https://shop.example/returns. The label is in your parcel." },
    { id: "c4", shortcut: "bye", text: "Glad I could help. Have a lovely day!" },
  ];
  #catalogue = ENGAGEMENTS.map((engagement) => ({ ...engagement }));

  constructor(origin, dist) {
    this.#origin = origin;
    this.#dist = dist;
  }

  /** Lets a browser context talk to this stand-in, logged in as a person. */
  async serve(context, who) {
    await context.route(`${this.#origin}/**`, (route) => this.#http(route));
    await context.routeWebSocket(/\/ws\//, (socket) => this.#socket(socket, who));
    if (who === null) return;
    this.#people.set(who.id, who);
    const realm = who.role === "FOLLOWER" ? "followers" : "agents";
    const client = who.role === "FOLLOWER" ? "parley-follower" : "parley-console";
    const user = {
      access_token: tokenFor(who), token_type: "Bearer", scope: "openid", refresh_token: who.id,
      expires_at: Math.floor(Date.now() / 1000) + 3600,
      profile: { sub: who.id, name: who.name, iss: `${this.#origin}/auth/${realm}`, aud: client, exp: 0, iat: 0 },
    };
    const key = `oidc.user:${this.#origin}/auth/${realm}:${client}`;
    await context.addInitScript(([name, value]) => sessionStorage.setItem(name, value), [key, JSON.stringify(user)]);
  }

  /** Ends every socket, as a restart of the gateway does. */
  async cut(code = 1012) {
    for (const connection of [...this.#sockets]) {
      this.#sockets.delete(connection);
      await connection.socket.close({ code });
    }
  }

  conversationOf(followerId, channelId = "demo") {
    const id = `${channelId}.${followerId}`;
    let conversation = this.#conversations.get(id);
    if (conversation === undefined) {
      conversation = {
        id, channelId, follower: { id: followerId, name: this.names.get(followerId) ?? person(followerId, []).name }, status: "QUIET", cycle: 0, lastSeq: 0,
        lastActivityAt: this.#now(), log: [], marks: new Map(),
      };
      this.#conversations.set(id, conversation);
    }
    return conversation;
  }

  /** Stores a message as the lifecycle asks; the answer is an ack or a refusal. */
  send(who, conversation, { clientMessageId, text, takeOverFrom, engagement }) {
    const known = conversation.log.find((event) => event.clientMessageId === clientMessageId && event.sender?.id === who.id);
    if (known !== undefined) return { ack: known };
    if (this.refusing !== null) return refusal(this.refusing, "Refused");
    const sender = { role: who.role, id: who.id, name: this.names.get(who.id) ?? who.name };
    const events = [];
    if (who.role === "FOLLOWER") {
      if (this.#channels[conversation.channelId].mode === "ONE_WAY") return refusal("chat-disabled", "Live chat is not enabled in this channel");
      if (conversation.status === "QUIET" || conversation.status === "FINISHED") {
        conversation.cycle += 1;
        Object.assign(conversation, { status: "UNANSWERED", owner: undefined, finishedBy: undefined, finishedAt: undefined });
        events.push({ event: "conversation-opened", followerName: this.names.get(who.id) ?? who.name });
      }
    } else {
      const refused = this.#take(who, conversation, takeOverFrom, events, conversation.status === "UNANSWERED");
      if (refused !== null) return refused;
    }
    events.push({ event: "message-sent", clientMessageId, sender, text, attachmentIds: [], engagement });
    const stored = this.#append(conversation, events);
    return { ack: stored.at(-1) };
  }

  #take(who, conversation, takeOverFrom, events, free) {
    const owner = { id: who.id, name: who.name };
    if (free) {
      events.push({ event: "conversation-taken", owner });
    } else if (conversation.status === "ACTIVE" && conversation.owner.id !== who.id) {
      if (takeOverFrom !== conversation.owner.id) {
        return { ...refusal("conversation-owned", "Another agent owns this conversation"), owner: conversation.owner };
      }
      events.push({ event: "conversation-taken", owner, previousOwner: conversation.owner });
    } else {
      return null;
    }
    Object.assign(conversation, { status: "ACTIVE", owner });
    return null;
  }

  note(who, followerId, text) {
    this.#append(this.conversationOf(followerId), [
      { event: "note-added", by: { id: who.id, name: who.name }, text, clientMessageId: text },
    ]);
  }

  finish(who, conversation, takeOverFrom) {
    if (conversation.status !== "ACTIVE") return refusal("conversation-not-active", "The conversation is not active");
    const events = [];
    const refused = this.#take(who, conversation, takeOverFrom, events, false);
    if (refused !== null) return refused;
    const finishedBy = { id: who.id, name: who.name };
    events.push({ event: "conversation-finished", finishedBy });
    const [last] = this.#append(conversation, events).slice(-1);
    Object.assign(conversation, { status: "FINISHED", owner: undefined, finishedBy, finishedAt: last.at, waitingSince: undefined });
    return { conversation };
  }

  #append(conversation, parts) {
    const firstSeq = conversation.lastSeq + 1;
    const at = this.#now();
    const events = parts.map((part, index) => ({
      conversationId: conversation.id, channelId: conversation.channelId, followerId: conversation.follower.id,
      seq: firstSeq + index, firstSeq, at, cycle: conversation.cycle, ...part,
    }));
    for (const event of events) {
      event.after = conversation.lastPublicSeq ?? 0;
      if (!PRIVATE.includes(event.event)) conversation.lastPublicSeq = event.seq;
      conversation.log.push(event);
      conversation.lastSeq = event.seq;
      conversation.lastActivityAt = at;
      if (event.event === "message-sent") {
        conversation.lastMessage = { sender: event.sender, text: event.text, at };
        if (event.sender.role === "FOLLOWER") conversation.waitingSince ??= at;
        else conversation.waitingSince = undefined;
      }
      this.#broadcast(conversation, { type: "event", ...event });
    }
    return events;
  }

  /** While set, the time at which things happen, in milliseconds since the epoch; it moves on by itself. */
  pretend = null;

  #now() {
    if (this.pretend !== null) return new Date((this.pretend += 40_000)).toISOString();
    this.#clock = Math.max(this.#clock + 1, Date.now());
    return new Date(this.#clock).toISOString();
  }

  #broadcast(conversation, frame, except) {
    const secret = PRIVATE.includes(frame.event);
    for (const { who, write } of this.#sockets) {
      if (secret && who.role !== "AGENT") continue;
      const concerned = who.role === "AGENT" ? who.channels.includes(conversation.channelId) : who.id === conversation.follower.id;
      if (concerned && who.id !== except) write(frame);
    }
  }

  #socket(socket, who) {
    if (!this.up || who === null) {
      socket.close({ code: 1013 });
      return;
    }
    const write = (frame) => setTimeout(() => this.#sockets.has(connection) && socket.send(JSON.stringify(frame)), this.latency);
    const connection = { socket, who, write };
    this.#sockets.add(connection);
    socket.onClose(() => this.#sockets.delete(connection));
    socket.onMessage((data) => this.#frame(connection, JSON.parse(data)));
    const mine = [...this.#conversations.values()].filter(({ follower }) => follower.id === who.id);
    write({
      type: "welcome", protocol: "parley.v1", identity: { role: who.role, id: who.id, name: who.name },
      channels: who.channels.map((id) => ({ ...this.#channels[id], agentsOnline: this.#agentsOnline(id) })),
      conversations: who.role === "FOLLOWER" ? mine.map((c) => ({ ...plain(c), readSeq: c.marks.get(who.id)?.readSeq ?? 0 })) : undefined,
      limits: LIMITS, heartbeatSeconds: 30,
    });
    for (const other of this.#sockets) {
      for (const channelId of who.channels.filter((id) => other.who.channels.includes(id))) {
        if (other !== connection) other.write({ type: "presence", channelId, participant: connection.who, online: true });
        if (other !== connection) write({ type: "presence", channelId, participant: other.who, online: true });
      }
    }
  }

  #agentsOnline(channelId) {
    return [...this.#sockets].some(({ who }) => who.role === "AGENT" && who.channels.includes(channelId));
  }

  #frame({ who, write }, frame) {
    const conversation =
      frame.conversationId === undefined ? this.conversationOf(who.id, frame.channelId ?? who.channels[0]) : this.#conversations.get(frame.conversationId);
    const participant = { role: who.role, id: who.id, name: who.name };
    switch (frame.type) {
      case "send": {
        const { ack, ...refused } = this.send(who, conversation, frame);
        if (ack === undefined) write({ type: "error", clientMessageId: frame.clientMessageId, conversationId: conversation.id, ...refused });
        else {
          write({ type: "ack", clientMessageId: frame.clientMessageId, conversationId: conversation.id, seq: ack.seq, sentAt: ack.at });
          for (const other of this.#sockets) {
            if (other.who.role !== who.role) this.#broadcast(conversation, { type: "delivered", conversationId: conversation.id, participant: other.who, seq: ack.seq }, other.who.id);
          }
        }
        break;
      }
      case "resume":
        for (const [id, after] of Object.entries(frame.positions)) {
          for (const event of this.#conversations.get(id).log.slice(after).filter(({ event }) => who.role === "AGENT" || !PRIVATE.includes(event))) write({ type: "event", ...event });
        }
        write({ type: "caught-up", positions: Object.fromEntries(Object.keys(frame.positions).map((id) => [id, this.#conversations.get(id).lastSeq])) });
        break;
      case "typing":
        this.#broadcast(conversation, { type: "typing", conversationId: conversation.id, participant }, who.id);
        break;
      case "read":
        conversation.marks.set(who.id, { participant, deliveredSeq: frame.seq, readSeq: frame.seq });
        for (const other of this.#sockets) {
          if (other.write !== write) other.write({ type: "read", conversationId: conversation.id, participant, seq: frame.seq });
        }
        break;
    }
  }

  async #http(route) {
    const request = route.request();
    const url = new URL(request.url());
    if (url.pathname.startsWith("/auth/")) return route.fulfill({ json: this.#issuer(url, request) });
    if (!url.pathname.startsWith("/api/")) return route.fulfill(this.#file(url.pathname));
    const who = this.#people.get(JSON.parse(atob(request.headers().authorization.split(".")[1])).sub);
    if (/^\/api\/channels\/[^/]+\/analytics/.test(url.pathname)) return route.fulfill(this.#figures(url, request.headers()["if-none-match"]));
    const answer = this.#api(who, request.method(), url.pathname.split("/").slice(2), url.searchParams, request.postDataJSON());
    return route.fulfill({ status: answer.httpStatus ?? 200, json: answer.conversation === undefined ? answer : plain(answer.conversation) });
  }

  #issuer(url, request) {
    const issuer = `${this.#origin}/${url.pathname.split("/").slice(1, 3).join("/")}`;
    if (!url.pathname.endsWith("/token")) return { issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/authorize` };
    const who = this.#people.get(new URLSearchParams(request.postData()).get("refresh_token"));
    return { access_token: tokenFor(who), refresh_token: who.id, token_type: "Bearer", expires_in: 3600 };
  }

  #file(pathname) {
    try {
      const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      return { status: 200, contentType: TYPES[extname(path)] ?? "text/plain", body: readFileSync(`${this.#dist}${path}`) };
    } catch {
      return { status: 404, body: "not found" };
    }
  }

  #figures({ pathname, searchParams }, known) {
    const [, , , channelId, , part] = pathname.split("/");
    if (part === "last-24-hours") this.cardsAsked += 1;
    if (!this.figures.up) return { status: 503, json: { code: "unavailable", title: "A part that is needed is down", retryable: true } };
    if (part === "last-24-hours") {
      const figures = last24Hours(channelId, [...this.#conversations.values()].filter((conversation) => conversation.channelId === channelId));
      const tag = `W/"${JSON.stringify({ ...figures, from: 0, to: 0 }).replaceAll('"', "'")}"`;
      return tag === known ? { status: 304 } : { json: figures, headers: { ETag: tag } };
    }
    const made = report(channelId, searchParams, STAFF, this.figures.empty);
    if (part === undefined) return { json: made };
    return { body: csv(made), contentType: "text/csv", headers: { "Content-Disposition": `attachment; filename="${channelId}-${searchParams.get("from")}.csv"` } };
  }

  #api(who, method, [kind, id, part, third, last], query, body) {
    return kind === "channels"
      ? this.#ofChannel(who, method, id, part, third, last, query, body)
      : this.#ofConversation(who, method, this.#conversations.get(id), part, third, query, body);
  }

  #ofChannel(who, method, id, part, third, last, query, body) {
    switch (part) {
      case undefined:
        return Object.assign(this.#channels[id], body);
      case "conversations":
        return this.#list(who, id, query);
      case "chat":
        return method === "PUT" ? this.#setChat(who, id, body.mode) : { channelId: id, ...this.#channels[id] };
      case "agents":
        return { items: STAFF.map((agent) => ({ ...agent, online: this.#isOnline(agent.id), lastSeenAt: "2026-11-23T17:02:00Z" })) };
      case "canned-replies":
        return this.#edit(method, this.#canned, third, body, () => `c${Math.random()}`);
      case "retention":
        if (method === "PUT") this.#retention = body.days === null ? {} : body;
        return this.#retention;
      case "exports":
      case "erasures":
        return { ...this.job, id: third };
      case "engagements":
        return this.#edit(method, this.#catalogue, third, { ...body, id: third }, () => third);
      default:
        break;
    }
    if (third === undefined) return this.#followers(id, query.get("q").toLowerCase());
    if (last === "conversation") return { conversation: this.conversationOf(third, id) };
    if (last === "conversations") return { items: this.#threadsOf(this.conversationOf(third, id)) };
    if (last === "export" || last === "erasure") return { ...this.job, id: "job-1" };
    if (last === "available-engagements") return { items: this.#catalogue };
    return page(HISTORY, query);
  }

  #edit(method, items, id, body, newId) {
    const at = items.findIndex((item) => item.id === id);
    if (method === "GET") return { items };
    if (method === "DELETE") items.splice(at, 1);
    else if (at === -1) items.push({ ...body, id: newId() });
    else items[at] = { ...items[at], ...body, id };
    return {};
  }

  #isOnline(id) {
    return [...this.#sockets].some(({ who }) => who.id === id);
  }

  #ofConversation(who, method, conversation, part, third, query, body) {
    const me = { id: who.id, name: who.name };
    switch (part) {
      case undefined:
        return { ...plain(conversation), marks: [...conversation.marks.values()] };
      case "events": {
        const limit = Number(query.get("limit") ?? 50);
        const before = Number(query.get("before") ?? Infinity);
        return { events: conversation.log.filter(({ seq }) => seq < before).slice(-limit), lastSeq: conversation.lastSeq };
      }
      case "cycles":
        return page(cyclesOf(conversation), query);
      case "notes":
        return this.#append(conversation, [{ event: "note-added", by: me, text: body.text, clientMessageId: body.clientMessageId }])[0];
      case "transfer": {
        const to = STAFF.find(({ id }) => id === body.to);
        const events = [];
        const refused = this.#take(who, conversation, body.takeOverFrom, events, false);
        if (refused !== null) return refused;
        events.push({ event: "conversation-transferred", from: conversation.owner, to, by: me });
        conversation.owner = to;
        this.#append(conversation, events);
        return { conversation };
      }
      case "messages":
        delete conversation.log[third - 1].text;
        return this.#append(conversation, [{ event: "message-deleted", deletedSeq: Number(third), deletedBy: me }])[0];
      case "finish":
        return this.finish(who, conversation, body.takeOverFrom);
      default: {
        const engagement = this.#catalogue.find((offered) => offered.id === body.engagementId);
        const { ack, ...refused } = this.send(who, conversation, { ...body, engagement });
        return ack === undefined ? refused : { clientMessageId: body.clientMessageId, conversationId: conversation.id, seq: ack.seq, sentAt: ack.at };
      }
    }
  }

  #list(who, channelId, query) {
    const all = [...this.#conversations.values()].filter((conversation) => conversation.channelId === channelId);
    const counts = { QUIET: 0, UNANSWERED: 0, ACTIVE: 0, FINISHED: 0 };
    for (const { status } of all) counts[status] += 1;
    const q = (query.get("q") ?? "").toLowerCase();
    const status = query.get("status");
    const items = all
      .filter((c) => c.status === status && (query.get("owner") === null || c.owner?.id === who.id))
      .filter((c) => q === "" || c.follower.name.toLowerCase().includes(q) || c.log.some(({ text }) => text?.toLowerCase().includes(q)))
      .sort((a, b) => (status === "UNANSWERED" ? a.waitingSince.localeCompare(b.waitingSince) : b.lastActivityAt.localeCompare(a.lastActivityAt)));
    const rows = items.map((c) => ({ ...plain(c), readSeq: c.marks.get(who.id)?.readSeq ?? 0 }));
    return { ...page(rows, query), counts };
  }

  /** Who is asked for was a visitor before. */
  #threadsOf({ id, channelId, follower, status, lastActivityAt }) {
    const own = { conversationId: id, followerId: follower.id, followerName: follower.name, status, lastActivityAt };
    const visited = this.conversationOf("follower-21", channelId);
    const other = { conversationId: visited.id, followerId: "visitor:7f3a", followerName: "Visitor 7F3A", status: "FINISHED", lastActivityAt };
    return id === visited.id ? [own] : [own, other];
  }

  #followers(channelId, q) {
    const known = Array.from({ length: 12 }, (_, index) => person(`follower-${index + 1}`, [channelId]));
    return { items: known.filter(({ name }) => name.toLowerCase().startsWith(q)).map(({ id, name }) => ({ id, name, knownSince: "2026-01-01T00:00:00Z" })) };
  }

  #setChat(who, channelId, mode) {
    const channel = this.#channels[channelId];
    const changedBy = { id: who.id, name: who.name };
    Object.assign(channel, { mode, changedBy, changedAt: this.#now() });
    for (const { who: other, write } of this.#sockets) {
      if (other.channels.includes(channelId)) write({ type: "chat-mode", channelId, mode, changedBy, at: this.#now() });
    }
    return { channelId, mode, revision: ++channel.revision, changedBy };
  }
}

const PRIVATE = ["note-added", "conversation-transferred"];

const ENGAGEMENTS = [
  { id: "e1", kind: "COUPON", title: "10 % on your next order", description: "Valid for four weeks", code: "AUTUMN10" },
  { id: "e2", kind: "POINTS", title: "Thank-you points", points: 50 },
  { id: "e3", kind: "PROMO", title: "Autumn rain jackets", description: "The new colours are here: moss, slate and rust." },
  { id: "e4", kind: "MESSAGE", title: "Opening hours on the holidays", description: "We are here from 9 to 17 o'clock." },
];

const HISTORY = Array.from({ length: 14 }, (_, index) => ({
  id: `p${index}`,
  ...[
    { kind: "POINTS_EARNED", title: "Purchase in store", points: 120 },
    { kind: "COUPON_REDEEMED", title: "Free delivery" },
    { kind: "MESSAGE_RECEIVED", title: "Summer sale begins" },
  ][index % 3],
  at: new Date(Date.UTC(2026, 8, 28 - index, 10)).toISOString(),
}));

const STAFF = [
  { id: "agent-1", name: "Agent 1" },
  { id: "agent-2", name: "Agent 2" },
  { id: "admin-1", name: "Admin 1" },
];

function page(items, query) {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  return { items: items.slice(from, from + limit), nextCursor: items.length > from + limit ? String(from + limit) : undefined };
}

function cyclesOf({ log }) {
  const cycles = new Map();
  for (const event of log) {
    if (!cycles.has(event.cycle)) cycles.set(event.cycle, { cycle: event.cycle, openedAt: event.at, owners: [] });
    const cycle = cycles.get(event.cycle);
    if (event.event === "conversation-taken") cycle.owners.push(event.owner);
    if (event.event === "conversation-finished") Object.assign(cycle, { finishedAt: event.at, finishedBy: event.finishedBy });
  }
  return [...cycles.values()].reverse();
}

function refusal(code, title) {
  return { httpStatus: 409, code, title, retryable: false };
}

function plain(conversation) {
  return { ...conversation, log: undefined, marks: undefined };
}

function tokenFor(who) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ sub: who.id, name: who.name, roles: who.roles, channels: who.channels, iat: now, exp: now + 3600 })}.`;
}
