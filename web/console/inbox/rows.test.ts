import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Conversation, ConversationEvent, ConversationPage, ConversationStatus, Person, StatusCounts } from "../../client/index";
import { Rows } from "./rows";

const STATUSES = ["QUIET", "UNANSWERED", "ACTIVE", "FINISHED"] as const;

/** A channel as the server has it: moves that the lifecycle allows, and the list as REST tells it. */
class Channel {
  readonly conversations = new Map<string, Conversation>();
  #clock = 0;

  /** The follower writes, an agent writes (taking it, if `takeOver` from another), or finishes. */
  move(id: string, move: "follower" | "agent" | "finish", agent: Person): ConversationEvent[] {
    const known = this.conversations.get(id);
    const follower = { id: `f-${id}`, name: `Follower ${id}` };
    const c: Conversation = known ?? { id, channelId: "demo", follower, status: "QUIET", cycle: 0, lastSeq: 0, lastActivityAt: "" };
    const parts: object[] = [];
    if (move === "follower") {
      if (c.status === "QUIET" || c.status === "FINISHED") {
        c.status = "UNANSWERED";
        c.cycle += 1;
        delete c.finishedBy;
        delete c.finishedAt;
        parts.push({ event: "conversation-opened", followerName: follower.name });
      }
      parts.push(this.#message({ role: "FOLLOWER", ...follower }));
    } else {
      if (c.status === "QUIET" || (c.status !== "ACTIVE" && move === "finish")) return [];
      if (c.status === "UNANSWERED") parts.push({ event: "conversation-taken", owner: agent });
      if (c.status === "ACTIVE" && c.owner?.id !== agent.id) {
        parts.push({ event: "conversation-taken", owner: agent, previousOwner: c.owner });
      }
      if (c.status !== "FINISHED") {
        c.status = "ACTIVE";
        c.owner = agent;
      }
      if (move === "agent") parts.push(this.#message({ role: "AGENT", ...agent }));
      else {
        c.status = "FINISHED";
        c.finishedBy = agent;
        delete c.owner;
        parts.push({ event: "conversation-finished", finishedBy: agent });
      }
    }
    return this.#append(c, parts);
  }

  #message(sender: object): object {
    return { event: "message-sent", clientMessageId: "x", sender, text: "hi", attachmentIds: [] };
  }

  #append(c: Conversation, parts: object[]): ConversationEvent[] {
    this.#clock += 1;
    const at = new Date(this.#clock * 1_000).toISOString();
    const firstSeq = c.lastSeq + 1;
    const events = parts.map((part, index) => ({
      conversationId: c.id, channelId: "demo", followerId: c.follower.id, seq: firstSeq + index, firstSeq, at, cycle: c.cycle, ...part,
    })) as ConversationEvent[];
    c.lastSeq += events.length;
    c.lastActivityAt = at;
    for (const event of events) {
      if (event.event === "conversation-finished") {
        c.finishedAt = at;
        delete c.waitingSince;
      }
      if (event.event === "message-sent") {
        c.lastMessage = { sender: event.sender, text: "hi", at };
        if (event.sender.role === "FOLLOWER") c.waitingSince ??= at;
        else delete c.waitingSince;
      }
    }
    this.conversations.set(c.id, c);
    return events;
  }

  /** Events among agents: nothing else of the conversation changes but the owner. */
  whisper(id: string, ...parts: object[]): ConversationEvent[] {
    const c = this.conversations.get(id);
    return c === undefined ? [] : this.#append(c, parts);
  }

  page(status: ConversationStatus, limit = 100): ConversationPage {
    const items = [...this.conversations.values()]
      .filter((c) => c.status === status)
      .sort((a, b) =>
        status === "UNANSWERED"
          ? Date.parse(a.waitingSince ?? "") - Date.parse(b.waitingSince ?? "")
          : Date.parse(b.lastActivityAt) - Date.parse(a.lastActivityAt),
      )
      .map((c) => ({ ...c }));
    const counts: StatusCounts = { QUIET: 0, UNANSWERED: 0, ACTIVE: 0, FINISHED: 0 };
    for (const c of this.conversations.values()) counts[c.status] = (counts[c.status] ?? 0) + 1;
    return { items: items.slice(0, limit), counts, ...(items.length > limit ? { nextCursor: "next" } : {}) };
  }
}

const ONE = { id: "agent-1", name: "Agent 1" };
const TWO = { id: "agent-2", name: "Agent 2" };
const shown = (rows: Rows, status: ConversationStatus): object[] =>
  rows.of(status).map((row) => {
    const ours = ["order", "unread", "unreadBefore", "version"];
    return Object.fromEntries(Object.entries(row).filter(([key]) => !ours.includes(key)));
  });

describe("Rows", () => {
  test("a new conversation appears by its events alone, with count, preview and waiting time", () => {
    // Given
    const rows = new Rows();
    rows.putPage("UNANSWERED", { items: [], counts: { QUIET: 1, UNANSWERED: 0 } }, true);
    // When
    const applied = new Channel().move("a", "follower", ONE).map((event) => rows.apply(event, false));
    // Then
    expect(applied).toEqual(["applied", "applied"]);
    expect(rows.counts).toEqual({ QUIET: 0, UNANSWERED: 1 });
    expect(rows.of("UNANSWERED")).toMatchObject([
      { id: "a", follower: { id: "f-a", name: "Follower a" }, unread: 1, waitingSince: "1970-01-01T00:00:01.000Z", lastMessage: { text: "hi" } },
    ]);
  });

  test("events of a conversation that is not in the list count once, and make the list unsure", () => {
    // Given
    const channel = new Channel();
    channel.move("a", "follower", ONE);
    const rows = new Rows();
    rows.putPage("ACTIVE", channel.page("ACTIVE"), true);
    const events = channel.move("a", "agent", ONE);
    // When
    const first = events.map((event) => rows.apply(event, false));
    const again = events.map((event) => rows.apply(event, false));
    // Then
    expect(first).toEqual(["unsure", "unsure"]);
    expect(again).toEqual(["ignored", "ignored"]);
    expect(rows.counts).toMatchObject({ UNANSWERED: 0, ACTIVE: 1 });
  });

  test("a hole in a conversation's events makes the list unsure", () => {
    // Given
    const channel = new Channel();
    const [opened] = channel.move("a", "follower", ONE);
    const rows = new Rows();
    if (opened !== undefined) rows.apply(opened, false);
    channel.move("a", "agent", ONE);
    // When
    const applied = channel.move("a", "agent", ONE).map((event) => rows.apply(event, false));
    // Then
    expect(applied).toEqual(["unsure"]);
  });

  test("a first page takes away what has left its status unseen, but nothing beyond its end", () => {
    // Given
    const channel = new Channel();
    for (const id of ["a", "b", "c", "d"]) channel.move(id, "follower", ONE);
    const rows = new Rows();
    rows.putPage("UNANSWERED", channel.page("UNANSWERED"), true);
    channel.move("b", "agent", ONE);
    // When
    rows.putPage("UNANSWERED", channel.page("UNANSWERED", 2), true);
    // Then
    expect(rows.of("UNANSWERED").map(({ id }) => id)).toEqual(["a", "c", "d"]);
  });

  test("an answer from before an event does not undo it", () => {
    // Given
    const channel = new Channel();
    channel.move("a", "follower", ONE);
    const old = channel.page("UNANSWERED");
    const rows = new Rows();
    rows.putPage("UNANSWERED", old, true);
    for (const event of channel.move("a", "agent", ONE)) rows.apply(event, false);
    // When
    rows.putPage("UNANSWERED", old, false);
    // Then
    expect(rows.get("a")).toMatchObject({ status: "ACTIVE", owner: ONE });
  });

  test("the open conversation stays although a page knows it elsewhere before its events come", () => {
    // Given
    const channel = new Channel();
    channel.move("a", "follower", ONE);
    const rows = new Rows();
    rows.putPage("UNANSWERED", channel.page("UNANSWERED"), true);
    rows.held = "a";
    const late = channel.move("a", "agent", ONE);
    // When
    rows.putPage("UNANSWERED", channel.page("UNANSWERED"), true);
    const applied = late.map((event) => rows.apply(event, true));
    // Then
    expect(applied).toEqual(["applied", "applied"]);
    expect(rows.get("a")).toMatchObject({ status: "ACTIVE", owner: ONE });
  });

  test("what an event brought while the page was on its way stays", () => {
    // Given
    const channel = new Channel();
    channel.move("a", "follower", ONE);
    const rows = new Rows();
    const asked = { page: channel.page("UNANSWERED"), asOf: rows.version };
    for (const event of channel.move("b", "follower", ONE)) rows.apply(event, false);
    // When
    rows.putPage("UNANSWERED", asked.page, true, asked.asOf);
    // Then
    expect(rows.of("UNANSWERED").map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("beyond the end of what was fetched nothing is shown: there may be others before it", () => {
    // Given
    const channel = new Channel();
    for (const id of ["a", "b", "c"]) channel.move(id, "follower", ONE);
    const rows = new Rows();
    const end = rows.putPage("UNANSWERED", channel.page("UNANSWERED", 2), true);
    for (const event of channel.move("d", "follower", ONE)) rows.apply(event, false);
    // When
    const drawn = rows.of("UNANSWERED", end).map(({ id }) => id);
    // Then
    expect(drawn).toEqual(["a", "b"]);
    expect(rows.of("UNANSWERED").map(({ id }) => id)).toEqual(["a", "b", "d"]);
  });

  test("a note changes neither status nor what waits; a transfer changes the owner", () => {
    // Given
    const channel = new Channel();
    channel.move("a", "follower", ONE);
    channel.move("a", "agent", ONE);
    const rows = new Rows();
    rows.putPage("ACTIVE", channel.page("ACTIVE"), true);
    const [note, transfer] = channel.whisper("a", { event: "note-added", by: TWO, text: "VIP", clientMessageId: "n" }, {
      event: "conversation-transferred", from: ONE, to: TWO, by: ONE,
    });
    // When
    const applied = [note, transfer].map((event) => event && rows.apply(event, false));
    // Then
    expect(applied).toEqual(["applied", "applied"]);
    expect(rows.get("a")).toMatchObject({ status: "ACTIVE", owner: TWO, lastSeq: 6, unread: 0, lastMessage: { text: "hi" } });
    expect(rows.counts.ACTIVE).toBe(1);
  });

  test("unread from before is known, but not how many", () => {
    // Given
    const channel = new Channel();
    channel.move("a", "follower", ONE);
    const rows = new Rows();
    const page = channel.page("UNANSWERED");
    const unread = page.items.map((item) => ({ ...item, readSeq: 0 }));
    // When
    rows.putPage("UNANSWERED", { ...page, items: unread }, true);
    // Then
    expect(rows.get("a")).toMatchObject({ unread: 0, unreadBefore: true });
  });

  test("nothing is unread in the thread that is looked at", () => {
    // Given
    const rows = new Rows();
    const channel = new Channel();
    for (const event of channel.move("a", "follower", ONE)) rows.apply(event, false);
    // When
    const before = rows.get("a")?.unread;
    rows.markRead("a");
    for (const event of channel.move("a", "follower", ONE)) rows.apply(event, true);
    // Then
    expect(before).toBe(1);
    expect(rows.get("a")?.unread).toBe(0);
  });

  test("property: old lists and the events since are the same as fresh lists", () => {
    const move = fc.record({
      id: fc.constantFrom("a", "b", "c", "d"),
      move: fc.constantFrom("follower" as const, "agent" as const, "finish" as const),
      agent: fc.constantFrom(ONE, TWO),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), fc.array(move, { maxLength: 30 }), (before, since) => {
        // Given: QUIET threads exist only by an agent's hand, so every conversation starts with its follower.
        const channel = new Channel();
        const known = new Set<string>();
        const play = ({ id, move: kind, agent }: (typeof before)[number]): ConversationEvent[] => {
          if (!known.has(id) && kind !== "follower") return [];
          known.add(id);
          return channel.move(id, kind, agent);
        };
        before.forEach(play);
        const rows = new Rows();
        for (const status of STATUSES) rows.putPage(status, channel.page(status), true);
        // When
        for (const event of since.flatMap(play)) {
          rows.apply(event, false);
          rows.apply(event, false);
        }
        // Then
        for (const status of STATUSES) {
          const fresh = channel.page(status);
          expect(shown(rows, status)).toEqual(fresh.items);
          if (status !== "QUIET") expect(rows.counts[status]).toBe(fresh.counts[status]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
