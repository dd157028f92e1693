import type { ConversationEvent } from "./frames.js";

/** What one call of {@link Thread.accept} made visible. */
export interface Accepted {
  /** In order, directly after what was there. */
  appended: readonly ConversationEvent[];
  /** In order, directly before what was there. */
  prepended: readonly ConversationEvent[];
}

export interface ThreadOptions {
  /**
   * Whether the reader is a follower: events that only agents see never come, and each event says
   * by `after` which one comes before it. Agents see every seq.
   */
  follower?: boolean;
  /**
   * How many events beyond a gap are kept; past it the farthest are dropped, and fetched again once
   * the gap is closed.
   */
  maxHeld?: number;
}

const MAX_HELD = 1_000;

/**
 * One conversation's log as far as this client has it: a run of events without a hole.
 *
 * Events may come in any order, several times, and from several sources (live, replayed, REST
 * pages). They become visible only where they continue the run, upwards or downwards; what lies
 * beyond a gap is held until the gap is filled. Pure: no clock, no network.
 */
export class Thread {
  readonly #follower: boolean;
  readonly #maxHeld: number;
  readonly #held = new Map<number, ConversationEvent>();
  #log: ConversationEvent[] = [];
  #base: number;
  #known: number;

  /** @param base the log is taken up after this seq; 0 for the whole log */
  constructor(base: number, { follower = false, maxHeld = MAX_HELD }: ThreadOptions = {}) {
    this.#base = base;
    this.#known = base;
    this.#follower = follower;
    this.#maxHeld = maxHeld;
  }

  /** The run of events after {@link base} up to {@link applied}. */
  get log(): readonly ConversationEvent[] {
    return this.#log;
  }

  /** Everything up to here lies before the run. */
  get base(): number {
    return this.#base;
  }

  /** Seq of the last event of the run. */
  get applied(): number {
    return this.#log.at(-1)?.seq ?? this.#base;
  }

  /** The highest seq heard of that this reader will see. */
  get known(): number {
    return this.#known;
  }

  /** Whether an event is missing between the run and what was heard of. */
  get hasGap(): boolean {
    return this.#known > this.applied;
  }

  /** An event with this seq exists that this reader may see: an ack told of it, for example. */
  noteKnown(seq: number): void {
    this.#known = Math.max(this.#known, seq);
  }

  /**
   * The log reaches this far. To a follower that says nothing: its end may be events that only
   * agents see, and the next one's `after` tells whether something is missing.
   */
  noteLength(seq: number): void {
    if (!this.#follower) this.noteKnown(seq);
  }

  /** Takes an empty run up earlier; one with events grows downwards by what is accepted. */
  reachBack(base: number): void {
    if (this.#log.length === 0) this.#base = Math.min(this.#base, base);
  }

  /** Takes events from any source, in any order. */
  accept(events: Iterable<ConversationEvent>): Accepted {
    const appended: ConversationEvent[] = [];
    const prepended: ConversationEvent[] = [];
    for (const event of events) {
      if (event.seq > this.#base && event.seq <= this.applied) continue;
      this.noteKnown(event.seq);
      if (this.#continues(event)) {
        this.#append(event, appended);
        // The run's lower end may only now be known, and what lies below it may be here already.
        const below = this.#held.get(this.#base);
        if (below !== undefined) this.#prepend(below, prepended);
      } else if (event.seq === this.#base) {
        this.#prepend(event, prepended);
      } else {
        this.#hold(event);
      }
    }
    return { appended, prepended: prepended.reverse() };
  }

  /** Where an event begins: nothing that this reader sees lies between this seq and its own. */
  #start(event: ConversationEvent): number {
    return this.#follower ? (event.after ?? event.seq - 1) : event.seq - 1;
  }

  #continues(event: ConversationEvent): boolean {
    return event.seq > this.applied && this.#start(event) <= this.applied;
  }

  #append(first: ConversationEvent, appended: ConversationEvent[]): void {
    // The run may have been taken up among events that only agents see.
    if (this.#log.length === 0) this.#base = this.#start(first);
    for (let event: ConversationEvent | undefined = first; event; event = this.#next()) {
      this.#held.delete(event.seq);
      this.#log.push(event);
      appended.push(event);
    }
  }

  #next(): ConversationEvent | undefined {
    const direct = this.#held.get(this.applied + 1);
    if (direct !== undefined || !this.#follower) return direct;
    for (const event of this.#held.values()) if (this.#continues(event)) return event;
    return undefined;
  }

  /** `prepended` collects the newest first. */
  #prepend(first: ConversationEvent, prepended: ConversationEvent[]): void {
    const older: ConversationEvent[] = [];
    for (let event: ConversationEvent | undefined = first; event; event = this.#held.get(this.#base)) {
      this.#held.delete(event.seq);
      older.push(event);
      this.#base = this.#start(event);
    }
    prepended.push(...older);
    this.#log = older.reverse().concat(this.#log);
  }

  #hold(event: ConversationEvent): void {
    this.#held.set(event.seq, event);
    if (this.#held.size > this.#maxHeld) this.#held.delete(this.#farthest());
  }

  #farthest(): number {
    let farthest = 0;
    let distance = -1;
    for (const seq of this.#held.keys()) {
      const away = seq > this.applied ? seq - this.applied : this.#base - seq;
      if (away > distance) {
        distance = away;
        farthest = seq;
      }
    }
    return farthest;
  }
}
