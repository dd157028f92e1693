import type { ConversationEvent, Refusal, SendFrame, SentAttachment } from "./frames.js";

export interface Draft {
  /** Where to: agents name the conversation, followers the channel. */
  conversationId?: string;
  channelId?: string;
  text: string;
  /** Uploaded before; they stay with the message through every retry. */
  attachments?: readonly SentAttachment[];
  /** The owner that the agent saw when confirming a takeover. */
  takeOverFrom?: string;
}

export type OutgoingState =
  /** Waits for a connection, for the message before it, or for a retry. */
  | "queued"
  /** On its way: neither acknowledged nor refused yet. */
  | "sent"
  /** Committed by the server; its event has not come yet. */
  | "stored"
  /** Refused for good: the sender decides whether to try again. */
  | "failed";

export interface OutgoingMessage {
  readonly clientMessageId: string;
  readonly draft: Draft;
  readonly createdAt: number;
  readonly state: OutgoingState;
  /** Known once stored. */
  readonly seq?: number;
  /** Why it failed, or what the last try was answered. */
  readonly refusal?: Refusal;
}

interface Entry {
  clientMessageId: string;
  draft: Draft;
  createdAt: number;
  state: OutgoingState;
  seq?: number;
  refusal?: Refusal;
  sentAt: number;
  notBefore: number;
  attempts: number;
}

export interface OutboxOptions {
  /** Messages that may wait for their ack; one more is not taken. */
  capacity: number;
  /** How often a retryable refusal is answered by sending again, before the sender is asked. */
  maxAttempts: number;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  random: () => number;
}

const MOST_RETRY_MILLIS = 5_000;

/**
 * The sender's messages that are not yet in the log it sees. A message keeps its clientMessageId
 * through every retry, so that the server stores it once. Within one conversation a message leaves
 * only when the one before it is answered, so that they are stored in the order of writing.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Takes a message; null when the box is full. */
  add(clientMessageId: string, draft: Draft, now: number): OutgoingMessage | null {
    const waiting = [...this.#entries.values()].filter((entry) => entry.state !== "stored");
    if (waiting.length >= this.#options.capacity) return null;
    const entry: Entry = {
      clientMessageId, draft, createdAt: now, state: "queued", sentAt: 0, notBefore: 0, attempts: 0,
    };
    this.#entries.set(clientMessageId, entry);
    return entry;
  }

  get(clientMessageId: string): OutgoingMessage | undefined {
    return this.#entries.get(clientMessageId);
  }

  /** All messages, in the order of writing. */
  all(): OutgoingMessage[] {
    return [...this.#entries.values()];
  }

  /** Messages to one conversation or channel, in the order of writing. */
  to(target: { conversationId?: string; channelId?: string }): OutgoingMessage[] {
    return [...this.#entries.values()].filter(({ draft }) =>
      draft.conversationId === undefined
        ? draft.channelId === target.channelId
        : draft.conversationId === target.conversationId,
    );
  }

  /** The messages that may leave now. */
  due(now: number): OutgoingMessage[] {
    const busy = new Set<string>();
    const due: Entry[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.state === "stored" || entry.state === "failed") continue;
      const target = targetOf(entry.draft);
      if (entry.state === "queued" && entry.notBefore <= now && !busy.has(target)) due.push(entry);
      busy.add(target);
    }
    return due;
  }

  /** When the next message waiting for a retry may leave; null when none waits. */
  nextRetryAt(now: number): number | null {
    const times = [...this.#entries.values()]
      .filter((entry) => entry.state === "queued" && entry.notBefore > now)
      .map((entry) => entry.notBefore);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** When the message that has waited longest for its answer was sent; null when none waits. */
  oldestSentAt(): number | null {
    const times = [...this.#entries.values()].filter((entry) => entry.state === "sent").map((entry) => entry.sentAt);
    return times.length === 0 ? null : Math.min(...times);
  }

  markSent(clientMessageId: string, now: number): void {
    const entry = this.#entries.get(clientMessageId);
    if (entry === undefined) return;
    entry.state = "sent";
    entry.sentAt = now;
    entry.attempts += 1;
  }

  /** The server has committed the message. */
  acknowledge(clientMessageId: string, seq: number): OutgoingMessage | undefined {
    const entry = this.#entries.get(clientMessageId);
    if (entry === undefined) return undefined;
    entry.state = "stored";
    entry.seq = seq;
    delete entry.refusal;
    return entry;
  }

  /** The server did not store the message: it is sent again later, or has failed. */
  refuse(clientMessageId: string, refusal: Refusal, now: number): OutgoingMessage | undefined {
    const entry = this.#entries.get(clientMessageId);
    if (entry === undefined || entry.state === "stored") return undefined;
    entry.refusal = refusal;
    if (refusal.retryable && entry.attempts < this.#options.maxAttempts) {
      // Bounded: after a long outage the sender shall not wait long for the recovery to show.
      const wait = Math.min((refusal.retryAfterMillis ?? 1_000) * 2 ** (entry.attempts - 1), MOST_RETRY_MILLIS);
      entry.state = "queued";
      entry.notBefore = now + wait * (0.5 + this.#options.random());
    } else {
      entry.state = "failed";
    }
    return entry;
  }

  /** Whatever was on its way is sent again on the next connection. */
  connectionLost(): void {
    for (const entry of this.#entries.values()) {
      if (entry.state === "sent") {
        entry.state = "queued";
        entry.notBefore = 0;
      }
    }
  }

  /** The sender tries a failed message again: the same message, so the same id. */
  retry(clientMessageId: string): void {
    const entry = this.#entries.get(clientMessageId);
    if (entry?.state !== "failed") return;
    entry.state = "queued";
    entry.attempts = 0;
    entry.notBefore = 0;
    delete entry.refusal;
  }

  discard(clientMessageId: string): void {
    this.#entries.delete(clientMessageId);
  }

  /** The log has it: a message of ours is known by its id and its sender. */
  settle(event: ConversationEvent, selfId: string): boolean {
    if (event.event !== "message-sent" || event.sender.id !== selfId) return false;
    return this.#entries.delete(event.clientMessageId);
  }
}

/** The frame that carries a message; the same for every try. */
export function sendFrame(message: OutgoingMessage): SendFrame {
  const { conversationId, channelId, text, attachments = [], takeOverFrom } = message.draft;
  return {
    type: "send",
    clientMessageId: message.clientMessageId,
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(channelId === undefined ? {} : { channelId }),
    ...(text === "" ? {} : { text }),
    attachmentIds: attachments.map(({ id }) => id),
    ...(takeOverFrom === undefined ? {} : { takeOverFrom }),
  };
}

function targetOf(draft: Draft): string {
  return draft.conversationId === undefined ? `channel ${draft.channelId ?? ""}` : `conversation ${draft.conversationId}`;
}
