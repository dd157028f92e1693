import { Connection, type Clock, type ConnectionState, type SocketLike, type TokenProvider } from "./connection.js";
import { Emitter } from "./emitter.js";
import type {
  Ack, Channel, ChatModeChanged, ConversationEvent, ConversationSummary, ErrorFrame, Participant, ServerFrame, Welcome,
} from "./frames.js";
import { newMessageId } from "./ids.js";
import { Liveness } from "./liveness.js";
import { Outbox, sendFrame, type Draft, type OutgoingMessage } from "./outbox.js";
import { Resumes } from "./resumes.js";
import { Signals } from "./signals.js";
import { advance } from "./summary.js";
import { Thread, type Accepted } from "./thread.js";

export interface ClientOptions {
  /** Address of the socket: ws(s)://…/ws/follower or …/ws/agent. */
  url: string;
  tokenProvider: TokenProvider;
  /**
   * For followers: which of their conversations are kept here. Null for agents, who open the
   * conversations that they look at with {@link ParleyClient.openThread}.
   */
  followedChannels: readonly string[] | null;
  /** How many of the newest events of a followed conversation are fetched at first. */
  window?: number;
  openSocket?: (url: string, protocols: string[]) => SocketLike;
  clock?: Clock;
  random?: () => number;
  network?: Pick<EventTarget, "addEventListener" | "removeEventListener">;
}

/** What a person should know of the connection. */
export type ClientState = ConnectionState | { phase: "catching-up" } | { phase: "ready" };

export interface ClientEvents {
  state: ClientState;
  welcome: Welcome;
  /** Every event as it arrives: perhaps twice, perhaps with holes. */
  event: ConversationEvent;
  /** What became visible of a thread, in order and once. */
  applied: Accepted & { conversationId: string };
  acked: OutgoingMessage;
  /** Refused for good; the message waits in the outbox for {@link ParleyClient.retry} or discard. */
  refused: OutgoingMessage;
  "chat-mode": ChatModeChanged;
  /** Something that a screen shows has changed: one of the above, a mark, typing, presence. */
  change: undefined;
}

const DEFAULT_WINDOW = 100;
const ANSWER_MILLIS = 10_000;
const TYPING_EVERY_MILLIS = 3_000;
const OUTBOX_CAPACITY = 200;
/** Some two minutes of retryable refusals, then the sender is asked. */
const OUTBOX_ATTEMPTS = 28;

const systemClock: Clock = {
  now: () => Date.now(),
  after(millis, callback) {
    const timer = setTimeout(callback, millis);
    return () => clearTimeout(timer);
  },
};

/** Parley's socket, ready for a user interface: see `web/README.md` for what it promises. */
export class ParleyClient {
  readonly outbox: Outbox;
  readonly signals: Signals;
  readonly #options: ClientOptions;
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #threads = new Map<string, Thread>();
  readonly #summaries = new Map<string, ConversationSummary>();
  readonly #channels = new Map<string, Channel>();
  readonly #resumes: Resumes;
  readonly #liveness = new Liveness();
  readonly #typingSentAt = new Map<string, number>();
  readonly #readWanted = new Map<string, number>();
  readonly #readSent = new Map<string, number>();
  #state: ClientState = { phase: "idle" };
  #identity: Participant | null = null;
  #limits: Readonly<Record<string, number>> = {};
  #cancelWake: () => void = () => undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const random = options.random ?? Math.random;
    this.outbox = new Outbox({ capacity: OUTBOX_CAPACITY, maxAttempts: OUTBOX_ATTEMPTS, random });
    this.signals = new Signals(this.#clock, () => this.#changed());
    this.#resumes = new Resumes(this.#threads, (positions) => this.#connection.send({ type: "resume", positions }));
    this.#connection = new Connection({
      url: options.url,
      tokenProvider: options.tokenProvider,
      openSocket: options.openSocket ?? openBrowserSocket,
      clock: this.#clock,
      random,
      ...(options.network === undefined ? {} : { network: options.network }),
      onState: (state) => this.#connectionChanged(state),
      onWelcome: (welcome) => this.#welcomed(welcome),
      onFrame: (frame) => this.#received(frame),
    });
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Who is logged in; null before the first welcome. */
  get identity(): Participant | null {
    return this.#identity;
  }

  /** What the server takes at most, by name, for example `messageTextLength`. */
  get limits(): Readonly<Record<string, number>> {
    return this.#limits;
  }

  get channels(): Channel[] {
    return [...this.#channels.values()];
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** A follower's conversation in a channel, as the welcome and the events since tell it. */
  summaryIn(channelId: string): ConversationSummary | undefined {
    return [...this.#summaries.values()].find((summary) => summary.channelId === channelId);
  }

  thread(conversationId: string): Thread | undefined {
    return this.#threads.get(conversationId);
  }

  on<K extends keyof ClientEvents>(type: K, listener: (value: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(type, listener);
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#cancelWake();
    this.#connection.stop();
  }

  /** Tries to connect now instead of at the end of the wait. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /**
   * Makes sure that the connection lives. Call it when a page is looked at again: while the machine
   * slept, the other end may have gone without a word.
   */
  checkConnection(): void {
    if (this.#connection.state.phase !== "open" || this.#liveness.probing) return;
    this.#probe(this.#clock.now());
    this.#pump();
  }

  /**
   * Keeps a conversation from now on: events after `base` are applied in order, without a hole,
   * over any number of lost connections. Opening an open thread changes nothing.
   */
  openThread(conversationId: string, base: number): Thread {
    const open = this.#threads.get(conversationId);
    if (open !== undefined) return open;
    const thread = new Thread(base, { follower: this.#options.followedChannels !== null });
    this.#threads.set(conversationId, thread);
    return thread;
  }

  closeThread(conversationId: string): void {
    this.#threads.delete(conversationId);
    this.#readWanted.delete(conversationId);
  }

  /**
   * Asks for what the thread does not have yet. Also tells the server that this client looks at
   * the conversation, so that it learns whether the other side is there.
   */
  catchUp(conversationId: string): void {
    const thread = this.#threads.get(conversationId);
    if (thread === undefined) return;
    this.#resumes.ask({ [conversationId]: thread.applied }, this.#clock.now());
    this.#pump();
  }

  /** Events that came another way, such as a REST page, join the thread's log. */
  acceptPage(conversationId: string, events: readonly ConversationEvent[], lastSeq: number): void {
    const thread = this.#threads.get(conversationId);
    if (thread === undefined) return;
    thread.noteLength(lastSeq);
    this.#apply(conversationId, thread, events);
    this.#pump();
  }

  /** Asks the socket for up to `count` events before those that the thread has. */
  loadOlder(conversationId: string, count = DEFAULT_WINDOW): void {
    const thread = this.#threads.get(conversationId);
    if (thread === undefined || thread.base === 0) return;
    const from = Math.max(0, thread.base - count);
    thread.reachBack(from);
    this.#resumes.ask({ [conversationId]: from }, this.#clock.now());
    this.#pump();
  }

  /** Whether older events were asked for and have not all come. */
  isLoading(conversationId: string): boolean {
    return this.#resumes.includes(conversationId);
  }

  /**
   * Takes a message for sending, now or when there is a connection again; null when too many wait.
   * The result's clientMessageId stays the message's name until the log has it; give the one of an
   * earlier page to send what that page could not.
   */
  send(draft: Draft, clientMessageId = newMessageId()): OutgoingMessage | null {
    const message = this.outbox.add(clientMessageId, draft, this.#clock.now());
    this.#typingSentAt.clear();
    this.#pump();
    this.#changed();
    return message;
  }

  /** Sends a failed message again. */
  retry(clientMessageId: string): void {
    this.outbox.retry(clientMessageId);
    this.#pump();
    this.#changed();
  }

  /** Forgets a failed message. */
  discard(clientMessageId: string): void {
    this.outbox.discard(clientMessageId);
    this.#pump();
    this.#changed();
  }

  /** Tells the other side that this person writes; call it at every key. */
  typing(conversationId: string): void {
    const now = this.#clock.now();
    if (now - (this.#typingSentAt.get(conversationId) ?? -Infinity) < TYPING_EVERY_MILLIS) return;
    if (this.#connection.send({ type: "typing", conversationId })) this.#typingSentAt.set(conversationId, now);
  }

  /** This person has read up to and including `seq`; told once, also after a lost connection. */
  read(conversationId: string, seq: number): void {
    if (seq <= (this.#readWanted.get(conversationId) ?? 0)) return;
    this.#readWanted.set(conversationId, seq);
    this.#sendReads();
  }

  /** How far this person has read, here or on another device, as far as this client knows. */
  readSeq(conversationId: string): number {
    const elsewhere = this.#identity === null ? 0 : this.signals.readSeqOf(conversationId, this.#identity);
    return Math.max(this.#readWanted.get(conversationId) ?? 0, this.#readSent.get(conversationId) ?? 0, elsewhere);
  }

  #connectionChanged(state: ConnectionState): void {
    if (state.phase !== "open") {
      this.#resumes.connectionLost();
      this.outbox.connectionLost();
      this.#setState(state);
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#identity = welcome.identity;
    this.#limits = welcome.limits;
    this.#channels.clear();
    for (const channel of welcome.channels) this.#channels.set(channel.id, channel);
    this.signals.reset(welcome.channels);
    this.#readSent.clear();
    for (const summary of welcome.conversations ?? []) this.#follow(summary);
    this.#liveness.opened(this.#clock.now(), welcome.heartbeatSeconds);
    this.#emitter.emit("welcome", welcome);
    this.#resumes.askForAll(this.#clock.now(), this.#limits.positionsPerResume);
    this.#setState({ phase: this.#resumes.pending ? "catching-up" : "ready" });
    this.#sendReads();
    this.#pump();
  }

  #follow(summary: ConversationSummary): void {
    if (!this.#follows(summary.channelId)) return;
    const known = this.#summaries.get(summary.id);
    if (known === undefined || known.lastSeq <= summary.lastSeq) this.#summaries.set(summary.id, summary);
    this.#readSent.set(summary.id, summary.readSeq);
    const base = Math.max(0, summary.lastSeq - (this.#options.window ?? DEFAULT_WINDOW));
    this.openThread(summary.id, base).noteLength(summary.lastSeq);
  }

  #follows(channelId: string): boolean {
    return this.#options.followedChannels?.includes(channelId) ?? false;
  }

  #received(frame: ServerFrame): void {
    const now = this.#clock.now();
    this.#resumes.heard(now);
    this.#liveness.heard(now);
    switch (frame.type) {
      case "event":
        this.#event(frame);
        break;
      case "ack":
        this.#acknowledged(frame);
        break;
      case "error":
        this.#refused(frame, now);
        break;
      case "caught-up":
        // Nothing was asked for: the answer to a probe, which has told that somebody is there.
        if (Object.keys(frame.positions).length === 0) break;
        this.#resumes.caughtUp(frame.positions, now);
        if (this.#state.phase === "catching-up" && !this.#resumes.pending) this.#setState({ phase: "ready" });
        break;
      case "typing":
        if (frame.participant.id !== this.#identity?.id) this.signals.noteTyping(frame);
        break;
      case "read":
      case "delivered":
        this.signals.noteMark(frame);
        break;
      case "presence":
        this.signals.notePresence(frame);
        break;
      case "chat-mode": {
        const channel = this.#channels.get(frame.channelId);
        if (channel !== undefined) this.#channels.set(channel.id, { ...channel, mode: frame.mode });
        this.#emitter.emit("chat-mode", frame);
        break;
      }
      case "welcome":
        break;
    }
    this.#pump();
    this.#changed();
  }

  #event(event: ConversationEvent): void {
    this.signals.noteEvent(event);
    // A conversation that began after the welcome is kept from its first event on.
    if (!this.#threads.has(event.conversationId) && this.#follows(event.channelId)) this.#begin(event);
    const thread = this.#threads.get(event.conversationId);
    if (thread !== undefined) this.#apply(event.conversationId, thread, [event]);
    else this.outbox.settle(event, this.#identity?.id ?? "");
    this.#emitter.emit("event", event);
  }

  #begin({ conversationId, channelId }: ConversationEvent): void {
    this.openThread(conversationId, 0);
    this.#summaries.set(conversationId, {
      id: conversationId, channelId, status: "QUIET", cycle: 0, lastSeq: 0, readSeq: 0,
    });
  }

  #apply(conversationId: string, thread: Thread, events: readonly ConversationEvent[]): void {
    const accepted = thread.accept(events);
    if (accepted.appended.length === 0 && accepted.prepended.length === 0) return;
    for (const event of [...accepted.appended, ...accepted.prepended]) {
      this.outbox.settle(event, this.#identity?.id ?? "");
    }
    const summary = this.#summaries.get(conversationId);
    if (summary !== undefined) this.#summaries.set(conversationId, accepted.appended.reduce(advance, summary));
    this.#emitter.emit("applied", { conversationId, ...accepted });
    this.#changed();
  }

  #acknowledged(ack: Ack): void {
    const message = this.outbox.acknowledge(ack.clientMessageId, ack.seq);
    const thread = this.#threads.get(ack.conversationId);
    thread?.noteKnown(ack.seq);
    if (message === undefined) return;
    if (thread !== undefined && ack.seq <= thread.applied) this.outbox.discard(ack.clientMessageId);
    this.#emitter.emit("acked", message);
  }

  #refused(error: ErrorFrame, now: number): void {
    if (error.clientMessageId === undefined) return;
    const message = this.outbox.refuse(error.clientMessageId, error, now);
    if (message?.state === "failed") this.#emitter.emit("refused", message);
  }

  #sendReads(): void {
    for (const [conversationId, seq] of this.#readWanted) {
      if (seq <= (this.#readSent.get(conversationId) ?? 0)) continue;
      if (this.#connection.send({ type: "read", conversationId, seq })) this.#readSent.set(conversationId, seq);
    }
  }

  /** Sends what may leave, fetches what is missing, and sets the alarm for the next time. */
  #pump(): void {
    this.#cancelWake();
    if (this.#connection.state.phase !== "open") return;
    const now = this.#clock.now();
    const sentAt = this.outbox.oldestSentAt();
    const askedAt = this.#resumes.waitingSince;
    const silentSince = Math.min(sentAt ?? Infinity, askedAt ?? Infinity);
    if (now - silentSince >= ANSWER_MILLIS || this.#liveness.isDead(now)) {
      // The socket looks open but nothing comes through: a half-open connection.
      this.#connection.reconnect("no answer");
      return;
    }
    for (const message of this.outbox.due(now)) {
      if (!this.#connection.send(sendFrame(message))) break;
      this.outbox.markSent(message.clientMessageId, now);
    }
    this.#resumes.repair(now);
    if (this.#liveness.wantsProbe(now)) this.#probe(now);
    this.#wakeAt(
      now,
      this.#liveness.nextAt,
      this.outbox.nextRetryAt(now),
      addOrNull(this.outbox.oldestSentAt(), ANSWER_MILLIS),
      addOrNull(this.#resumes.waitingSince, ANSWER_MILLIS),
      this.#resumes.nextRepairAt,
    );
  }

  /** Asks for nothing: answered at once by whoever is there. */
  #probe(now: number): void {
    if (this.#connection.send({ type: "resume", positions: {} })) this.#liveness.probed(now);
  }

  #wakeAt(now: number, ...times: (number | null)[]): void {
    const next = Math.min(...times.map((time) => time ?? Infinity));
    if (next === Infinity) return;
    this.#cancelWake = this.#clock.after(Math.max(0, next - now), () => this.#pump());
  }

  #setState(state: ClientState): void {
    this.#state = state;
    this.#emitter.emit("state", state);
    this.#changed();
  }

  #changed(): void {
    this.#emitter.emit("change", undefined);
  }
}

/** The cast narrows the handlers' event types to the fields that are read. */
function openBrowserSocket(url: string, protocols: string[]): SocketLike {
  return new WebSocket(url, protocols) as unknown as SocketLike;
}

function addOrNull(time: number | null, millis: number): number | null {
  return time === null ? null : time + millis;
}
