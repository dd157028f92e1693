import type { ConversationEvent, NoteAdded, Participant, ServerFrame } from "../frames.js";
import { FOLLOWER, type FakeSocket, messageSent, welcome } from "./fakes.js";

const BUSY = { code: "overloaded", title: "busy", retryable: true, retryAfterMillis: 100 };

/**
 * A server with one conversation whose network does everything that networks do: frames wait, are
 * lost with their connection, come twice, and (worse than the protocol allows) come in any order
 * or never. It keeps private notes from followers as the real one does.
 */
export class UnreliableServer {
  readonly log: ConversationEvent[] = [];
  readonly #lines = new Set<Line>();
  /** Seq of the last event that followers may see. */
  #lastPublic = 0;

  open(socket: FakeSocket, who: Participant): Line {
    const line = new Line(this, socket, who);
    this.#lines.add(line);
    const conversations = who.role === "AGENT" || this.log.length === 0 ? [] : [this.#summary()];
    socket.say(welcome({ identity: who, conversations }));
    return line;
  }

  /** Stores a message, unless it has it. */
  message(sender: Participant, clientMessageId: string): ConversationEvent {
    const known = this.log.find((e) => e.event === "message-sent" && e.clientMessageId === clientMessageId);
    if (known !== undefined) return known;
    const event = messageSent(this.log.length + 1, { clientMessageId, sender, text: clientMessageId, after: this.#lastPublic });
    this.#lastPublic = event.seq;
    return this.#append(event);
  }

  /** Stores what only agents see. */
  note(by: Participant): void {
    const { conversationId, channelId, followerId, seq, firstSeq, at, cycle } = messageSent(this.log.length + 1);
    const note: NoteAdded = {
      event: "note-added", conversationId, channelId, followerId, seq, firstSeq, at, cycle, by, clientMessageId: `note ${seq}`, text: "psst",
    };
    this.#append(note);
  }

  visibleTo({ role }: Participant, after: number): ConversationEvent[] {
    return this.log.filter(({ seq, event }) => seq > after && (role === "AGENT" || event !== "note-added"));
  }

  #append(event: ConversationEvent): ConversationEvent {
    this.log.push(event);
    for (const line of this.#lines) {
      if (line.open && this.visibleTo(line.who, event.seq - 1).length > 0) line.queue({ type: "event", ...event });
    }
    return event;
  }

  #summary() {
    return { id: "c1", channelId: "demo", status: "ACTIVE" as const, cycle: 1, lastSeq: this.log.length, readSeq: 0 };
  }
}

/** The server's end of one connection. */
export class Line {
  readonly #server: UnreliableServer;
  readonly #socket: FakeSocket;
  #toClient: ServerFrame[] = [];
  #handled = 0;

  constructor(
    server: UnreliableServer,
    socket: FakeSocket,
    readonly who: Participant,
  ) {
    this.#server = server;
    this.#socket = socket;
  }

  get open(): boolean {
    return this.#socket.readyState === 1;
  }

  queue(frame: ServerFrame): void {
    this.#toClient.push(frame);
  }

  /** Handles the next frame of the client; the answer goes into the queue. */
  handle(refuse: boolean): void {
    const frame = this.#socket.sent[this.#handled];
    if (frame === undefined) return;
    this.#handled += 1;
    if (frame.type === "send") this.#send(String(frame.clientMessageId), refuse);
    if (frame.type === "resume") this.#replay(frame.positions as Record<string, number>);
  }

  #send(clientMessageId: string, refuse: boolean): void {
    if (refuse) {
      this.queue({ type: "error", clientMessageId, ...BUSY });
    } else {
      const { seq, at } = this.#server.message(FOLLOWER, clientMessageId);
      this.queue({ type: "ack", clientMessageId, conversationId: "c1", seq, sentAt: at });
    }
  }

  #replay(positions: Record<string, number>): void {
    for (const after of Object.values(positions)) {
      for (const event of this.#server.visibleTo(this.who, after)) this.queue({ type: "event", ...event });
    }
    // The end of the log, also where it is nothing that a follower sees.
    this.queue({ type: "caught-up", positions: positions.c1 === undefined ? {} : { c1: this.#server.log.length } });
  }

  /** Brings the n-th waiting frame over, perhaps leaving it to come again, or loses it. */
  deliver(n: number, fate: "once" | "twice" | "never"): void {
    const index = n % Math.max(1, this.#toClient.length);
    const frame = this.#toClient[index];
    if (frame === undefined) return;
    if (fate !== "twice") this.#toClient.splice(index, 1);
    if (fate !== "never") this.#socket.say(frame);
  }

  cut(code: number): void {
    this.#toClient = [];
    if (this.open) this.#socket.end(code);
  }

  get idle(): boolean {
    return !this.open || (this.#toClient.length === 0 && this.#handled >= this.#socket.sent.length);
  }
}
