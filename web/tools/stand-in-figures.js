/**
 * The figures of the stand-in: the cards are computed from its conversations, reports are made up,
 * the same for the same question. What they mean is tested in analytics-service.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LENGTH = { hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY };
const NONE = { n: 0, mean: null, median: null, p90: null };
const COUNTS = ["opened", "taken", "takenOver", "transferred", "finished", "followerMessages", "agentMessages", "systemMessages", "attachments"];
const TIMES = ["responseTime", "firstResponseTime", "handlingTime", "resolutionTime"];

/** @param conversations of the channel, with their logs */
export function last24Hours(channelId, conversations, now = Date.now()) {
  const from = now - DAY;
  const inWindow = (at) => Date.parse(at) >= from;
  const spans = { response: [], first: [], handling: [] };
  let finished = 0;
  for (const { log } of conversations) {
    let [waits, taken, turns] = [null, null, 0];
    for (const { event, sender, at } of log) {
      if (event === "conversation-opened") [waits, taken, turns] = [null, null, 0];
      if (event === "message-sent" && sender.role === "FOLLOWER") waits ??= at;
      if (event === "message-sent" && sender.role === "AGENT" && waits !== null) {
        const seconds = (Date.parse(at) - Date.parse(waits)) / 1_000;
        if (inWindow(at)) spans.response.push(seconds);
        if (inWindow(at) && turns === 0) spans.first.push(seconds);
        [waits, turns] = [null, turns + 1];
      }
      if (event === "conversation-taken") taken ??= at;
      if (event === "conversation-finished" && inWindow(at)) {
        finished += 1;
        spans.handling.push((Date.parse(at) - Date.parse(taken)) / 1_000);
      }
    }
  }
  const waiting = conversations.flatMap(({ waitingSince }) => waitingSince ?? []).sort();
  const having = (status) => conversations.filter((conversation) => conversation.status === status).length;
  return {
    channelId, from: new Date(from).toISOString(), to: new Date(now).toISOString(),
    finished, activeNow: having("ACTIVE"), unansweredNow: having("UNANSWERED"), longestWaitSince: waiting[0] ?? null,
    responseTime: durations(spans.response), firstResponseTime: durations(spans.first), handlingTime: durations(spans.handling),
  };
}

function durations(values) {
  if (values.length === 0) return NONE;
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (q) => sorted[Math.floor(q * (sorted.length - 1))];
  return { n: sorted.length, mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, median: quantile(0.5), p90: quantile(0.9) };
}

/** @param empty whether nothing is to have happened */
export function report(channelId, query, staff, empty) {
  const [from, to] = [Date.parse(query.get("from")), Date.parse(query.get("to"))];
  const bucket = query.get("bucket") ?? "day";
  const agentId = query.get("agent");
  const edges = [];
  for (let at = from; at < to; at += LENGTH[bucket]) edges.push(at);
  const share = agentId === null ? 1 : 0.4;
  const buckets = edges.map((at, index) => {
    const end = Math.min(edges[index + 1] ?? to, to);
    return { from: iso(at), to: iso(end), figures: empty ? figuresOf(0, 1) : figuresOf(weight(at, end) * share, at / HOUR) };
  });
  const total = sum(buckets.map(({ figures }) => figures));
  const agents = empty ? [] : staff.filter(({ id }) => agentId === null || id === agentId)
    .map(({ id, name }, index) => ({ id, name, figures: figuresOf((total.taken * [0.5, 0.3, 0.2][index]) / share, index + 7) }));
  const hoursOfWeek = [];
  for (let hour = 0; !empty && hour < 168; hour++) {
    const opened = Math.round(((to - from) / (7 * DAY)) * busy(hour % 24, Math.floor(hour / 24)) * 3);
    if (opened > 0) hoursOfWeek.push({ day: Math.floor(hour / 24) + 1, hour: hour % 24, opened, followerMessages: opened * 3 + (hour % 5) });
  }
  return {
    channelId, from: iso(from), to: iso(to), bucket: bucket.toUpperCase(), zone: query.get("zone") ?? "UTC", agentId, total, buckets, agents, hoursOfWeek,
  };
}

export function csv({ buckets }) {
  const head = ["from", "to", ...COUNTS].join(",");
  return `${[head, ...buckets.map(({ from, to, figures }) => [from, to, ...COUNTS.map((name) => figures[name])].join(","))].join("\r\n")}\r\n`;
}

const iso = (at) => new Date(at).toISOString();

/** A number from 0 to 1 that looks like chance. */
const chance = (seed) => {
  const x = Math.sin(seed * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
};

/** How much comes in during an hour: 1 on a weekday's noon. */
function busy(hour, day) {
  const daily = hour < 7 || hour > 21 ? 0.03 : Math.exp(-((hour - 13) ** 2) / 24);
  return daily * (day > 4 ? 0.4 : 1);
}

/** Chats of a stretch of time. */
function weight(from, to) {
  let chats = 0;
  for (let at = from; at < to; at += HOUR) chats += busy(new Date(at).getUTCHours(), (new Date(at).getUTCDay() + 6) % 7) * 9;
  return chats * (0.7 + 0.6 * chance(from / DAY));
}

function figuresOf(weight, seed) {
  const opened = Math.round(weight);
  const of = (part) => Math.round(opened * part * (0.85 + 0.3 * chance(seed + part)));
  const time = (n, seconds) => {
    const mean = seconds * (0.7 + 0.6 * chance(seed + seconds));
    return n === 0 ? NONE : { n, mean, median: mean * 0.7, p90: mean * 2.1 };
  };
  return {
    opened, taken: of(0.97), takenOver: of(0.08), transferred: of(0.05), finished: of(0.95), followerMessages: of(4.1), agentMessages: of(3.8),
    systemMessages: of(0.4), attachments: of(0.3), responseTime: time(of(3.4), 95), firstResponseTime: time(of(0.97), 150),
    handlingTime: time(of(0.95), 860), resolutionTime: time(of(0.95), 1_190),
  };
}

function sum(all) {
  const counts = COUNTS.map((name) => [name, all.reduce((total, figures) => total + figures[name], 0)]);
  const times = TIMES.map((name) => {
    const some = all.map((figures) => figures[name]).filter(({ n }) => n > 0);
    const n = some.reduce((total, time) => total + time.n, 0);
    const mean = (part) => some.reduce((total, time) => total + time[part] * time.n, 0) / n;
    return [name, n === 0 ? NONE : { n, mean: mean("mean"), median: mean("median"), p90: mean("p90") }];
  });
  return Object.fromEntries([...counts, ...times]);
}
