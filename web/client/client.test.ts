import { beforeEach, describe, expect, test } from "vitest";
import { ParleyClient } from "./client.js";
import type { ConversationEvent, ConversationSummary } from "./frames.js";
import { AGENT, FOLLOWER, FakeClock, FakeSocket, messageSent, seqs, settle, welcome } from "./testing/fakes.js";

let clock: FakeClock;
let sockets: FakeSocket[];
let client: ParleyClient;

const SUMMARY: ConversationSummary = {
  id: "c1", channelId: "demo", status: "ACTIVE", cycle: 1, owner: { id: "agent-1", name: "Agent 1" }, lastSeq: 0, readSeq: 0,
};

function create(followedChannels: string[] | null): void {
  clock = new FakeClock();
  sockets = [];
  client = new ParleyClient({
    url: "ws://localhost/ws",
    tokenProvider: () => Promise.resolve("token"),
    followedChannels,
    openSocket: (url, protocols) => {
      const socket = new FakeSocket(url, protocols);
      sockets.push(socket);
      return socket;
    },
    clock,
    random: () => 0.5,
  });
}

beforeEach(() => create(["demo"]));

const last = (): FakeSocket => sockets.at(-1) ?? new FakeSocket("none", []);
const event = (e: ConversationEvent): ConversationEvent & { type: "event" } => ({ type: "event", ...e });
const log = (): number[] => seqs(client.thread("c1")?.log ?? []);

async function open(summary: ConversationSummary | null = null): Promise<void> {
  client.start();
  await settle();
  last().say(welcome({ conversations: summary === null ? [] : [summary] }));
}

async function reconnected(summary: ConversationSummary): Promise<void> {
  await clock.advance(1_000);
  last().say(welcome({ conversations: [summary] }));
}

describe("resume", () => {
  test("asks for the newest window at first and is ready when caught up", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 250 });
    const first = client.state.phase;
    // When
    for (let seq = 151; seq <= 250; seq++) last().say(event(messageSent(seq)));
    last().say({ type: "caught-up", positions: { c1: 250 } });
    // Then
    expect(last().of("resume")).toEqual([{ type: "resume", positions: { c1: 150 } }]);
    expect(first).toBe("catching-up");
    expect(client.state.phase).toBe("ready");
    expect(client.thread("c1")?.base).toBe(150);
    expect(log()).toHaveLength(100);
  });

  test("asks after a lost connection for exactly what is missing, and takes live events meanwhile", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 2 });
    last().say(event(messageSent(1)));
    last().say(event(messageSent(2)));
    last().say({ type: "caught-up", positions: { c1: 2 } });
    last().end(1012);
    // When
    await reconnected({ ...SUMMARY, lastSeq: 5 });
    last().say(event(messageSent(6)));
    const whileMissing = log();
    for (const seq of [3, 4, 5, 6]) last().say(event(messageSent(seq)));
    last().say({ type: "caught-up", positions: { c1: 6 } });
    // Then
    expect(last().of("resume")).toEqual([{ type: "resume", positions: { c1: 2 } }]);
    expect(whileMissing).toEqual([1, 2]);
    expect(log()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(client.state.phase).toBe("ready");
  });

  test("asks for a hole that does not close by itself, each time in vain after a longer wait", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 0 });
    last().say({ type: "caught-up", positions: { c1: 0 } });
    // When
    last().say(event(messageSent(1)));
    last().say(event(messageSent(3)));
    await clock.advance(299);
    const early = last().of("resume").length;
    await clock.advance(1);
    last().say({ type: "caught-up", positions: { c1: 3 } });
    await clock.advance(599);
    const between = last().of("resume").length;
    await clock.advance(1);
    last().say(event(messageSent(2)));
    last().say({ type: "caught-up", positions: { c1: 3 } });
    // Then
    expect([early, between]).toEqual([1, 2]);
    expect(last().of("resume").slice(1)).toEqual([
      { type: "resume", positions: { c1: 1 } },
      { type: "resume", positions: { c1: 1 } },
    ]);
    expect(log()).toEqual([1, 2, 3]);
  });

  test("keeps within the number of positions that a frame may have", async () => {
    // Given
    create(null);
    for (let n = 1; n <= 5; n++) client.openThread(`c${n}`, n);
    client.start();
    await settle();
    // When
    last().say(welcome({ identity: AGENT, limits: { positionsPerResume: 2 } }));
    // Then
    expect(last().of("resume").map((frame) => frame.positions)).toEqual([{ c1: 1, c2: 2 }, { c3: 3, c4: 4 }, { c5: 5 }]);
  });

  test("gives up a socket on which the answer does not come", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 3 });
    // When
    await clock.advance(10_000);
    // Then
    expect(sockets[0]?.closedWith).toBe(4000);
    expect(client.state.phase).toBe("waiting");
  });

  test("a long replay is no silence: every frame counts as a sign of life", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 4 });
    // When
    for (const seq of [1, 2, 3]) {
      await clock.advance(8_000);
      last().say(event(messageSent(seq)));
    }
    // Then
    expect(sockets[0]?.closedWith).toBeNull();
    expect(client.state.phase).toBe("catching-up");
  });

  test("loads older events before those it has", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 150 });
    for (let seq = 51; seq <= 150; seq++) last().say(event(messageSent(seq)));
    last().say({ type: "caught-up", positions: { c1: 150 } });
    // When
    client.loadOlder("c1", 20);
    const loading = client.isLoading("c1");
    for (let seq = 31; seq <= 150; seq++) last().say(event(messageSent(seq)));
    last().say({ type: "caught-up", positions: { c1: 150 } });
    // Then
    expect(last().of("resume").at(-1)).toEqual({ type: "resume", positions: { c1: 30 } });
    expect(loading).toBe(true);
    expect(client.isLoading("c1")).toBe(false);
    expect(log()).toEqual(Array.from({ length: 120 }, (_, index) => index + 31));
  });
});

describe("a connection that looks open", () => {
  const probe = { type: "resume", positions: {} };

  test("is asked for a sign of life after a silence, and kept when there is one", async () => {
    // Given
    await open();
    await clock.advance(44_999);
    const early = last().of("resume");
    // When
    await clock.advance(1);
    const asked = last().of("resume");
    last().say({ type: "caught-up", positions: {} });
    await clock.advance(44_999);
    // Then
    expect(early).toEqual([]);
    expect(asked).toEqual([probe]);
    expect(last().of("resume")).toEqual([probe]);
    expect(sockets).toHaveLength(1);
  });

  test("is given up when none comes, within two heartbeats of the last one", async () => {
    // Given
    await open();
    // When
    await clock.advance(60_000);
    // Then
    expect(sockets[0]?.closedWith).toBe(4000);
    expect(sockets).toHaveLength(2);
  });

  test("is asked at once when the page is looked at again", async () => {
    // Given
    await open();
    // When
    client.checkConnection();
    client.checkConnection();
    await clock.advance(5_000);
    // Then
    expect(sockets[0]?.of("resume")).toEqual([probe]);
    expect(sockets[0]?.closedWith).toBe(4000);
  });

  test("the answer to a probe is not taken for the answer to a resume", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 3 });
    client.checkConnection();
    // When
    last().say({ type: "caught-up", positions: {} });
    // Then
    expect(client.state.phase).toBe("catching-up");
    expect(client.isLoading("c1")).toBe(true);
  });
});

describe("send", () => {
  test("keeps the bubble from sending to logged, by id and sender", async () => {
    // Given
    await open();
    // When
    const message = client.send({ channelId: "demo", text: "hello" });
    const sent = last().of("send")[0];
    const id = message?.clientMessageId ?? "";
    const states = [message?.state];
    last().say({ type: "ack", clientMessageId: id, conversationId: "c1", seq: 2, sentAt: "2026-01-01T00:00:00Z" });
    states.push(client.outbox.get(id)?.state);
    last().say(event({ ...messageSent(1), event: "conversation-opened", followerName: "Follower 1" } as never));
    last().say(event(messageSent(2, { clientMessageId: id, sender: FOLLOWER, text: "hello" })));
    // Then
    expect(sent).toEqual({ type: "send", clientMessageId: id, channelId: "demo", text: "hello", attachmentIds: [] });
    expect(states).toEqual(["sent", "stored"]);
    expect(client.outbox.all()).toEqual([]);
    expect(log()).toEqual([1, 2]);
    expect(client.summaryIn("demo")).toMatchObject({ id: "c1", status: "UNANSWERED", lastSeq: 2 });
  });

  test("an event before its ack settles the message; the late ack changes nothing", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 0 });
    last().say({ type: "caught-up", positions: { c1: 0 } });
    const id = client.send({ channelId: "demo", text: "hello" })?.clientMessageId ?? "";
    // When
    last().say(event(messageSent(1, { clientMessageId: id, sender: FOLLOWER })));
    last().say({ type: "ack", clientMessageId: id, conversationId: "c1", seq: 1, sentAt: "2026-01-01T00:00:00Z" });
    // Then
    expect(client.outbox.all()).toEqual([]);
    expect(log()).toEqual([1]);
  });

  test("an ack beyond what was seen shows a hole, which is asked for", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 0 });
    last().say({ type: "caught-up", positions: { c1: 0 } });
    const id = client.send({ channelId: "demo", text: "hello" })?.clientMessageId ?? "";
    // When
    last().say({ type: "ack", clientMessageId: id, conversationId: "c1", seq: 3, sentAt: "2026-01-01T00:00:00Z" });
    await clock.advance(300);
    // Then
    expect(last().of("resume").at(-1)).toEqual({ type: "resume", positions: { c1: 0 } });
  });

  test("sends again on the next connection, under the same id, in the order of writing", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 0 });
    const first = client.send({ channelId: "demo", text: "one" })?.clientMessageId ?? "";
    const second = client.send({ channelId: "demo", text: "two" })?.clientMessageId ?? "";
    last().end(1006);
    // When
    await reconnected({ ...SUMMARY, lastSeq: 0 });
    last().say({ type: "ack", clientMessageId: first, conversationId: "c1", seq: 1, sentAt: "2026-01-01T00:00:00Z" });
    // Then
    expect(last().of("send").map((frame) => frame.clientMessageId)).toEqual([first, second]);
  });

  test("gives up a socket on which an ack stays away for ten seconds", async () => {
    // Given
    await open();
    client.send({ channelId: "demo", text: "hello" });
    // When
    await clock.advance(9_999);
    const before = sockets[0]?.closedWith;
    await clock.advance(1);
    // Then
    expect(before).toBeNull();
    expect(sockets[0]?.closedWith).toBe(4000);
  });

  test("sends again after a retryable refusal; a refusal for good is told", async () => {
    // Given
    await open();
    const refused: string[] = [];
    client.on("refused", (message) => refused.push(message.refusal?.code ?? ""));
    const id = client.send({ channelId: "demo", text: "hello" })?.clientMessageId ?? "";
    // When
    last().say({ type: "error", clientMessageId: id, code: "overloaded", title: "busy", retryable: true, retryAfterMillis: 1_000 });
    await clock.advance(1_000);
    const tries = last().of("send").length;
    last().say({ type: "error", clientMessageId: id, code: "chat-disabled", title: "no", retryable: false });
    // Then
    expect(tries).toBe(2);
    expect(refused).toEqual(["chat-disabled"]);
    expect(client.outbox.get(id)?.state).toBe("failed");
  });
});

describe("signals", () => {
  test("typing leaves every three seconds at most", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 0 });
    last().say({ type: "caught-up", positions: { c1: 0 } });
    // When
    for (let at = 0; at < 7_000; at += 500) {
      client.typing("c1");
      await clock.advance(500);
    }
    // Then
    expect(last().of("typing")).toHaveLength(3);
  });

  test("somebody's typing ends after six seconds, or with their message", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 0 });
    const other = { role: "AGENT", id: "agent-2", name: "Agent 2" } as const;
    // When
    last().say({ type: "typing", conversationId: "c1", participant: AGENT });
    last().say({ type: "typing", conversationId: "c1", participant: other });
    const both = client.signals.typists("c1").map(({ id }) => id);
    last().say(event(messageSent(1)));
    const one = client.signals.typists("c1").map(({ id }) => id);
    await clock.advance(6_000);
    // Then
    expect(both).toEqual(["agent-1", "agent-2"]);
    expect(one).toEqual(["agent-2"]);
    expect(client.signals.typists("c1")).toEqual([]);
  });

  test("what was read is told once, only upwards, and again after a lost connection", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 5, readSeq: 2 });
    // When
    for (const seq of [2, 4, 4, 3]) client.read("c1", seq);
    const told = last().of("read");
    last().end(1006);
    await reconnected({ ...SUMMARY, lastSeq: 5, readSeq: 2 });
    // Then
    expect(told).toEqual([{ type: "read", conversationId: "c1", seq: 4 }]);
    expect(last().of("read")).toEqual([{ type: "read", conversationId: "c1", seq: 4 }]);
  });

  test("marks only move forward, and reading means delivery", async () => {
    // Given
    await open({ ...SUMMARY, lastSeq: 5 });
    // When
    last().say({ type: "delivered", conversationId: "c1", participant: AGENT, seq: 3 });
    last().say({ type: "read", conversationId: "c1", participant: AGENT, seq: 4 });
    last().say({ type: "delivered", conversationId: "c1", participant: AGENT, seq: 2 });
    // Then
    expect(client.signals.reached("c1", "AGENT")).toEqual({ deliveredSeq: 4, readSeq: 4 });
    expect(client.signals.reached("c1", "FOLLOWER")).toEqual({ deliveredSeq: 0, readSeq: 0 });
  });

  test("a change of the chat mode is known at once", async () => {
    // Given
    await open();
    // When
    last().say({ type: "chat-mode", channelId: "demo", mode: "ONE_WAY" });
    // Then
    expect(client.channel("demo")?.mode).toBe("ONE_WAY");
  });
});

test("frames that it does not know, or that are none, change nothing", async () => {
  // Given
  await open({ ...SUMMARY, lastSeq: 0 });
  // When
  for (const text of ["", "{", "null", "[]", '{"type":"news"}', '{"type":"event"}', '{"type":"event","event":"x","conversationId":"c1","seq":0}']) {
    last().say(text);
  }
  // Then
  expect(client.state.phase).toBe("catching-up");
  expect(log()).toEqual([]);
});

test("an event of a kind that it does not know keeps its place in the log", async () => {
  // Given
  await open({ ...SUMMARY, lastSeq: 0 });
  // When
  last().say(JSON.stringify({ ...event(messageSent(1)), event: "conversation-praised" }));
  last().say(event(messageSent(2)));
  // Then
  expect(log()).toEqual([1, 2]);
});
