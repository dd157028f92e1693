import type { ConversationEvent } from "./frames";

/** What one call of {@link Thread.accept} made visible. */
export interface Accepted {
  /** In order, directly after what was there. */
  appended: readonly ConversationEvent[];
  /** In order, directly before what was there. */
  prepended: readonly ConversationEvent[];
}

/**
 * One conversation's log as far as this client has it: a run of events without a hole.
 *
 * Events may come in any order, several times, and from several sources (live, replayed, REST
 * pages). They become visible only where they continue the run, upwards or downwards; what lies
 * beyond a gap is held until the gap is filled. Pure: no clock, no network.
 */
export class Thread {
  readonly #maxHeld: number;
  readonly #held = new Map<number, ConversationEvent>();
  #log: ConversationEvent[] = [];
  #base: number;
  #known: number;

  /**
   * @param base the log is taken up after this seq; 0 for the whole log
   * @param maxHeld how many events beyond a gap are kept; past it the farthest are dropped, and
   *     fetched again once the gap is closed
   */
  constructor(base: number, maxHeld = 1_000) {
    this.#base = base;
    this.#known = base;
    this.#maxHeld = maxHeld;
  }

  /** The run of events from {@link base} + 1 to {@link applied}. */
  get log(): readonly ConversationEvent[] {
    return this.#log;
  }

  /** Everything up to here lies before the run. */
  get base(): number {
    return this.#base;
  }

  /** Seq of the last event of the run. */
  get applied(): number {
    return this.#base + this.#log.length;
  }

  /** The highest seq heard of. */
  get known(): number {
    return this.#known;
  }

  /** Whether an event is missing between the run and what was heard of. */
  get hasGap(): boolean {
    return this.#known > this.applied;
  }

  /** Somebody (an ack, a welcome, a mark) told that the log reaches at least this far. */
  noteKnown(seq: number): void {
    this.#known = Math.max(this.#known, seq);
  }

  /** Takes events from any source, in any order. */
  accept(events: Iterable<ConversationEvent>): Accepted {
    const appended: ConversationEvent[] = [];
    const prepended: ConversationEvent[] = [];
    for (const event of events) {
      this.noteKnown(event.seq);
      if (event.seq === this.applied + 1) this.#append(event, appended);
      else if (event.seq === this.#base) this.#prepend(event, prepended);
      else if (event.seq < this.#base || event.seq > this.applied) this.#hold(event);
      // Anything else is in the run already.
    }
    return { appended, prepended: prepended.reverse() };
  }

  #append(first: ConversationEvent, appended: ConversationEvent[]): void {
    for (let event: ConversationEvent | undefined = first; event; event = this.#take(this.applied + 1)) {
      this.#log.push(event);
      appended.push(event);
    }
  }

  /** `prepended` collects the newest first. */
  #prepend(first: ConversationEvent, prepended: ConversationEvent[]): void {
    const older: ConversationEvent[] = [];
    for (let event: ConversationEvent | undefined = first; event; event = this.#take(this.#base - older.length)) {
      older.push(event);
    }
    this.#base -= older.length;
    prepended.push(...older);
    this.#log = older.reverse().concat(this.#log);
  }

  #take(seq: number): ConversationEvent | undefined {
    const event = this.#held.get(seq);
    this.#held.delete(seq);
    return event;
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
