import { describe, expect, test } from "vitest";
import { Outbox, sendFrame } from "./outbox.js";
import type { Refusal } from "./frames.js";
import { FOLLOWER, messageSent } from "./testing/fakes.js";

const BUSY: Refusal = { code: "overloaded", title: "Too busy right now", retryable: true, retryAfterMillis: 1_000 };
const DISABLED: Refusal = { code: "chat-disabled", title: "Live chat is not enabled", retryable: false };

function outbox(parts: { capacity?: number; maxAttempts?: number } = {}): Outbox {
  return new Outbox({ capacity: 10, maxAttempts: 3, random: () => 0.5, ...parts });
}

const names = (messages: { clientMessageId: string }[]): string[] => messages.map((message) => message.clientMessageId);

describe("Outbox", () => {
  test("lets one message of a conversation leave at a time, in the order of writing", () => {
    // Given
    const box = outbox();
    box.add("a", { conversationId: "c1", text: "first" }, 0);
    box.add("b", { conversationId: "c1", text: "second" }, 0);
    box.add("c", { conversationId: "c2", text: "elsewhere" }, 0);
    // When
    const due = names(box.due(0));
    box.markSent("a", 0);
    box.markSent("c", 0);
    const afterSending = names(box.due(0));
    box.acknowledge("a", 7);
    const afterAck = names(box.due(0));
    // Then
    expect(due).toEqual(["a", "c"]);
    expect(afterSending).toEqual([]);
    expect(afterAck).toEqual(["b"]);
  });

  test("sends what was on its way again after a lost connection, under the same id", () => {
    // Given
    const box = outbox();
    box.add("a", { channelId: "demo", text: "hello" }, 0);
    const first = sendFrame(box.due(0)[0] ?? raise());
    box.markSent("a", 0);
    // When
    box.connectionLost();
    const second = sendFrame(box.due(0)[0] ?? raise());
    // Then
    expect(second).toEqual(first);
    expect(second).toEqual({ type: "send", clientMessageId: "a", channelId: "demo", text: "hello", attachmentIds: [] });
  });

  test("keeps a message's attachments with it through refusals, lost connections and the sender's retry", () => {
    // Given
    const box = outbox({ maxAttempts: 2 });
    const attachments = ["f1", "f2"].map((id) => ({ id, fileName: `${id}.png`, mediaType: "image/png", size: 1 }));
    const frames: unknown[] = [];
    const leave = (now: number): void => {
      frames.push(sendFrame(box.due(now)[0] ?? raise()));
      box.markSent("a", now);
    };
    box.add("a", { conversationId: "c1", text: "see", attachments }, 0);
    // When
    leave(0);
    box.connectionLost();
    leave(0);
    box.refuse("a", BUSY, 0);
    box.retry("a");
    leave(9_999);
    // Then
    const frame = { type: "send", clientMessageId: "a", conversationId: "c1", text: "see", attachmentIds: ["f1", "f2"] };
    expect(frames).toEqual([frame, frame, frame]);
    expect(box.get("a")?.draft.attachments).toEqual(attachments);
  });

  test("waits longer after each retryable refusal, up to a bound, then asks the sender", () => {
    // Given
    const box = outbox({ maxAttempts: 6 });
    box.add("a", { channelId: "demo", text: "hello" }, 0);
    const retryAt: (number | null)[] = [];
    // When
    let now = 0;
    for (let attempt = 1; attempt <= 6; attempt++) {
      box.markSent("a", now);
      box.refuse("a", BUSY, now);
      const next = box.nextRetryAt(now);
      retryAt.push(next === null ? null : next - now);
      now = next ?? now;
    }
    // Then
    expect(retryAt).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, null]);
    expect(box.get("a")).toMatchObject({ state: "failed", refusal: BUSY });
  });

  test("a refusal for good fails at once, and retry sends the same message again", () => {
    // Given
    const box = outbox();
    box.add("a", { channelId: "demo", text: "hello" }, 0);
    box.markSent("a", 0);
    // When
    box.refuse("a", DISABLED, 0);
    const failed = box.get("a")?.state;
    box.retry("a");
    // Then
    expect(failed).toBe("failed");
    expect(names(box.due(0))).toEqual(["a"]);
    expect(box.get("a")?.refusal).toBeUndefined();
  });

  test("a failed message does not hold up the next one", () => {
    // Given
    const box = outbox();
    box.add("a", { channelId: "demo", text: "hello" }, 0);
    box.add("b", { channelId: "demo", text: "again" }, 0);
    box.markSent("a", 0);
    // When
    box.refuse("a", DISABLED, 0);
    // Then
    expect(names(box.due(0))).toEqual(["b"]);
  });

  test("is bounded; what is stored does not count", () => {
    // Given
    const box = outbox({ capacity: 2 });
    box.add("a", { channelId: "demo", text: "1" }, 0);
    box.add("b", { channelId: "demo", text: "2" }, 0);
    // When
    const refused = box.add("c", { channelId: "demo", text: "3" }, 0);
    box.acknowledge("a", 1);
    const taken = box.add("c", { channelId: "demo", text: "3" }, 0);
    // Then
    expect(refused).toBeNull();
    expect(taken?.clientMessageId).toBe("c");
  });

  test("settles by id and sender: the same id of somebody else is another message", () => {
    // Given
    const box = outbox();
    box.add("m1", { channelId: "demo", text: "hello" }, 0);
    // When
    const others = box.settle(messageSent(1, { clientMessageId: "m1" }), FOLLOWER.id);
    const own = box.settle(messageSent(2, { clientMessageId: "m1", sender: FOLLOWER }), FOLLOWER.id);
    // Then
    expect(others).toBe(false);
    expect(own).toBe(true);
    expect(box.all()).toEqual([]);
  });
});

function raise(): never {
  throw new Error("nothing is due");
}
