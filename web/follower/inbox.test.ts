import { expect, test } from "vitest";
import { AGENT, FOLLOWER, messageSent } from "../client/testing/fakes";
import type { ConversationEvent } from "../client/index";
import { byActivity, digest, type InboxRow } from "./inbox";

test("counts what the channel said since the follower read, and shows the newest message", () => {
  // Given
  const { conversationId, channelId, followerId, at } = messageSent(1);
  const entry = { conversationId, channelId, followerId, firstSeq: 1, at, cycle: 1 };
  const log: ConversationEvent[] = [
    messageSent(1),
    messageSent(2, { sender: FOLLOWER }),
    messageSent(3),
    messageSent(4, { text: "gone" }),
    messageSent(6, { sender: AGENT, text: "newest" }),
    { ...entry, seq: 7, event: "message-deleted", deletedSeq: 4, deletedBy: AGENT },
    { ...entry, seq: 8, event: "conversation-finished", finishedBy: AGENT },
  ];
  // When
  const { unread, last } = digest(log, FOLLOWER, 1);
  // Then
  expect(unread).toBe(2);
  expect(last).toMatchObject({ mine: false, sender: "Agent 1", text: "newest", deleted: false });
});

test("nothing was said", () => {
  expect(digest([], FOLLOWER, 0)).toEqual({ unread: 0, last: null });
});

test("newest activity comes first, then by name", () => {
  // Given
  const row = (name: string, minute: number | null): InboxRow => ({
    channel: { id: name, name, mode: "TWO_WAY", agentsOnline: false },
    conversation: null, unread: 0, typing: false, online: false,
    last: minute === null ? null : { mine: false, sender: "", text: "", deleted: false, at: new Date(minute * 60_000) },
  });
  // When
  const sorted = [row("b", null), row("old", 1), row("a", null), row("new", 2)].sort(byActivity);
  // Then
  expect(sorted.map(({ channel }) => channel.name)).toEqual(["new", "old", "a", "b"]);
});
