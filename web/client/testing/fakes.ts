import type { Clock, SocketLike } from "../connection.js";
import type { ConversationEvent, MessageSent, Participant, ServerFrame, Welcome } from "../frames.js";

/** A clock that moves only when told to. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(millis: number, callback: () => void): () => void {
    const timer = { at: this.#now + millis, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass; timers ring in their order, and what they start gets its turn. */
  async advance(millis: number): Promise<void> {
    const end = this.#now + millis;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}

/** The server's end of a socket, moved by the test. */
export class FakeSocket implements SocketLike {
  readyState = 1;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closedWith: number | null = null;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Record<string, unknown>);
  }

  close(code = 1_000): void {
    this.readyState = 3;
    this.closedWith = code;
  }

  /** The server says something. */
  say(frame: ServerFrame | string): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** The connection ends, as seen from the client. */
  end(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code, reason: "" });
  }

  of(type: string): Record<string, unknown>[] {
    return this.sent.filter((frame) => frame.type === type);
  }
}

export const FOLLOWER: Participant = { role: "FOLLOWER", id: "follower-1", name: "Follower 1" };
export const AGENT: Participant = { role: "AGENT", id: "agent-1", name: "Agent 1" };

export function welcome(parts: Partial<Welcome> = {}): Welcome {
  return {
    type: "welcome",
    protocol: "parley.v1",
    identity: FOLLOWER,
    channels: [{ id: "demo", name: "Demo", mode: "TWO_WAY", agentsOnline: false }],
    conversations: [],
    limits: { messageTextLength: 8_000, positionsPerResume: 500 },
    heartbeatSeconds: 30,
    ...parts,
  };
}

/** A token that says this of its owner. */
export function fakeToken(claims: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const payload = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `header.${payload}.signature`;
}

/** A message as the log has it. */
export function messageSent(seq: number, parts: Partial<MessageSent> = {}): MessageSent {
  return {
    event: "message-sent",
    conversationId: "c1",
    channelId: "demo",
    followerId: FOLLOWER.id,
    seq,
    firstSeq: seq,
    at: new Date(seq * 1_000).toISOString(),
    cycle: 1,
    clientMessageId: `m${seq}`,
    sender: AGENT,
    text: `message ${seq}`,
    attachmentIds: [],
    ...parts,
  };
}

/** A log of messages from 1 to `length`. */
export function logOf(length: number): ConversationEvent[] {
  return Array.from({ length }, (_, index) => messageSent(index + 1));
}

export function seqs(events: readonly ConversationEvent[]): number[] {
  return events.map((event) => event.seq);
}
