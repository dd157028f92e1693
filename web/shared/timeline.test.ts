import { describe, expect, test } from "vitest";
import { AGENT, FOLLOWER, messageSent } from "../client/testing/fakes";
import type { ConversationEvent, OutgoingMessage } from "../client/index";
import { buildTimeline, type MessageItem } from "./timeline";

const NOTHING_REACHED = { deliveredSeq: 0, readSeq: 0 };

function timeline(log: ConversationEvent[], parts: Partial<Parameters<typeof buildTimeline>[0]> = {}) {
  return buildTimeline({ log, outgoing: [], self: FOLLOWER, reached: NOTHING_REACHED, ...parts });
}

const messages = (items: ReturnType<typeof timeline>): MessageItem[] => items.filter((item) => item.kind === "message");

describe("buildTimeline", () => {
  test("a message keeps its key from sending to logged", () => {
    // Given
    const outgoing: OutgoingMessage = {
      clientMessageId: "x", draft: { channelId: "demo", text: "hello" }, createdAt: 0, state: "sent",
    };
    // When
    const [before] = messages(timeline([], { outgoing: [outgoing] }));
    const [after] = messages(timeline([messageSent(1, { clientMessageId: "x", sender: FOLLOWER })]));
    // Then
    expect(before).toMatchObject({ key: "mine x", state: "sent", mark: "sending", mine: true });
    expect(after).toMatchObject({ key: "mine x", state: "logged", mark: "sent", seq: 1 });
  });

  test("of an erased conversation nothing is shown but that", () => {
    // Given
    const { conversationId, channelId, followerId, at } = messageSent(1);
    const end: ConversationEvent = {
      event: "conversation-erased", conversationId, channelId, followerId, seq: 2, firstSeq: 2, at, cycle: 1, reason: "FOLLOWER_ERASED",
    };
    // When
    const items = timeline([messageSent(1), end]);
    // Then
    expect(items).toMatchObject([{ kind: "notice", notice: "erased", seq: 2 }]);
  });

  test("the same id of another sender is another message", () => {
    // Given
    const log = [messageSent(1, { clientMessageId: "x" }), messageSent(2, { clientMessageId: "x", sender: FOLLOWER })];
    // When
    const keys = timeline(log).map((item) => item.key);
    // Then
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each([
    [{ deliveredSeq: 0, readSeq: 0 }, ["sent", "sent"]],
    [{ deliveredSeq: 2, readSeq: 0 }, ["delivered", "sent"]],
    [{ deliveredSeq: 3, readSeq: 2 }, ["read", "delivered"]],
  ])("marks of %j", (reached, expected) => {
    // Given
    const log = [messageSent(2, { sender: FOLLOWER }), messageSent(3, { sender: FOLLOWER })];
    // When
    const items = messages(timeline(log, { reached }));
    // Then
    expect(items.map((item) => item.mark)).toEqual(expected);
  });

  test("another agent is on this agent's side, but not this agent; the system too", () => {
    // Given
    const log = [
      messageSent(1),
      messageSent(2, { sender: { role: "AGENT", id: "agent-2", name: "Agent 2" } }),
      messageSent(3, { sender: { role: "SYSTEM", id: "system", name: "System" } }),
      messageSent(4, { sender: FOLLOWER }),
    ];
    // When
    const items = messages(timeline(log, { self: AGENT }));
    // Then
    expect(items.map(({ mine, ours }) => [mine, ours])).toEqual([[true, true], [false, true], [false, true], [false, false]]);
  });

  test("messages of one person in a short time belong together; days are told apart", () => {
    // Given
    const at = (text: string): string => new Date(text).toISOString();
    const log = [
      messageSent(1, { at: at("2026-03-01T12:00:00") }),
      messageSent(2, { at: at("2026-03-01T12:02:00") }),
      messageSent(3, { at: at("2026-03-01T12:09:00") }),
      messageSent(4, { at: at("2026-03-01T12:09:30"), sender: FOLLOWER }),
      messageSent(5, { at: at("2026-03-02T09:00:00"), sender: FOLLOWER }),
    ];
    // When
    const items = timeline(log);
    // Then
    expect(items.map((item) => (item.kind === "message" ? item.continues : item.kind))).toEqual([
      "day", false, true, false, false, "day", false,
    ]);
  });

  test("a deleted message keeps its place", () => {
    // Given
    const { conversationId, channelId, followerId, at } = messageSent(3);
    const deletion: ConversationEvent = {
      event: "message-deleted", conversationId, channelId, followerId, seq: 3, firstSeq: 3, at, cycle: 1, deletedSeq: 1, deletedBy: AGENT,
    };
    // When
    const items = messages(timeline([messageSent(1), messageSent(2), deletion]));
    // Then
    expect(items.map((item) => item.deleted)).toEqual([true, false]);
  });

  test("who took, took over and finished is told where it happened", () => {
    // Given
    const { conversationId, channelId, followerId, at } = messageSent(1);
    const entry = { conversationId, channelId, followerId, firstSeq: 1, at, cycle: 1 };
    const two = { id: "agent-2", name: "Agent 2" };
    const log: ConversationEvent[] = [
      { ...entry, seq: 1, event: "conversation-opened", followerName: "Follower 1" },
      { ...entry, seq: 2, event: "conversation-taken", owner: AGENT },
      { ...entry, seq: 3, event: "conversation-taken", owner: two, previousOwner: AGENT },
      { ...entry, seq: 4, event: "conversation-finished", finishedBy: two },
    ];
    // When
    const items = timeline(log).slice(1);
    // Then
    expect(items).toMatchObject([
      { notice: "opened" },
      { notice: "taken", person: AGENT },
      { notice: "taken-over", person: two, previous: AGENT },
      { notice: "finished", person: two },
    ]);
  });

  test("a follower sees a transfer by the new owner's first message, an agent's log has its own event for it", () => {
    // Given
    const two = { role: "AGENT" as const, id: "agent-2", name: "Agent 2" };
    const { conversationId, channelId, followerId, at } = messageSent(1);
    const entry = { conversationId, channelId, followerId, firstSeq: 1, at, cycle: 1 };
    const log: ConversationEvent[] = [
      { ...entry, seq: 1, event: "conversation-taken", owner: AGENT },
      messageSent(2),
      messageSent(4, { sender: two }),
      messageSent(5, { sender: two }),
      { ...entry, seq: 6, event: "conversation-finished", finishedBy: two },
      messageSent(7),
    ];
    // When
    const [seen, byAgent] = [FOLLOWER, AGENT].map((self) => timeline(log, { self }).filter(({ kind }) => kind === "notice"));
    // Then
    expect(seen).toMatchObject([{ notice: "taken" }, { notice: "taken-over", seq: 4, person: two, previous: { id: "agent-1" } }, { notice: "finished" }]);
    expect(byAgent).toMatchObject([{ notice: "taken" }, { notice: "finished" }]);
  });
});
