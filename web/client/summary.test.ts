import { expect, test } from "vitest";
import type { ConversationEvent } from "./frames.js";
import { advance, type StatusFields } from "./summary.js";
import { messageSent } from "./testing/fakes.js";

const QUIET: StatusFields = { status: "QUIET", cycle: 0, lastSeq: 0 };
const ONE = { id: "agent-1", name: "Agent 1" };
const TWO = { id: "agent-2", name: "Agent 2" };

function entry(seq: number, cycle: number, parts: object): ConversationEvent {
  const { conversationId, channelId, followerId, at } = messageSent(seq);
  return { conversationId, channelId, followerId, seq, firstSeq: seq, at, cycle, ...parts } as ConversationEvent;
}

const LIFE = [
  entry(1, 1, { event: "conversation-opened", followerName: "Follower 1" }),
  messageSent(2),
  entry(3, 1, { event: "conversation-taken", owner: ONE }),
  messageSent(4),
  entry(5, 1, { event: "conversation-taken", owner: TWO, previousOwner: ONE }),
  entry(6, 1, { event: "conversation-finished", finishedBy: TWO }),
  entry(7, 2, { event: "conversation-opened", followerName: "Follower 1" }),
];

test("a conversation's life, event by event", () => {
  // Given
  const states: StatusFields[] = [];
  // When
  LIFE.reduce((state, event) => {
    const next = advance(state, event);
    states.push(next);
    return next;
  }, QUIET);
  // Then
  expect(states.map(({ status, owner, finishedBy, cycle }) => [status, owner?.id, finishedBy?.id, cycle])).toEqual([
    ["UNANSWERED", undefined, undefined, 1],
    ["UNANSWERED", undefined, undefined, 1],
    ["ACTIVE", "agent-1", undefined, 1],
    ["ACTIVE", "agent-1", undefined, 1],
    ["ACTIVE", "agent-2", undefined, 1],
    ["FINISHED", undefined, "agent-2", 1],
    ["UNANSWERED", undefined, undefined, 2],
  ]);
});

test("what it knows already changes nothing", () => {
  // Given
  const after = LIFE.reduce(advance, QUIET);
  // When
  const again = LIFE.reduce(advance, after);
  // Then
  expect(again).toBe(after);
});

test("a transfer gives the conversation to another agent; a follower learns of it by that agent's message", () => {
  // Given
  const active = LIFE.slice(0, 4).reduce(advance, QUIET);

  const entry = { ...messageSent(active.lastSeq + 1), cycle: 1 };
  const transferred: ConversationEvent = { ...entry, event: "conversation-transferred", from: ONE, to: TWO, by: ONE };
  const said = { ...entry, sender: { role: "AGENT" as const, ...TWO } };
  // When
  const [told, untold] = [advance(active, transferred), advance(active, said)];
  // Then
  expect([told.owner, untold.owner]).toEqual([TWO, TWO]);
});
