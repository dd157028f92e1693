import type { Thread } from "./thread.js";

/** How long a gap may stay before it is asked for: what is missing is often just on its way. */
const PATIENCE_MILLIS = 300;
const PATIENCE_CAP_MILLIS = 10_000;
const DEFAULT_POSITIONS = 500;

/**
 * Decides when to ask the server for what is missing: everything after a lost connection, and
 * later each hole that does not close by itself.
 */
export class Resumes {
  readonly #threads: ReadonlyMap<string, Thread>;
  readonly #send: (positions: Record<string, number>) => boolean;
  /** Asked and not yet answered, in the order of asking. */
  readonly #asked: Set<string>[] = [];
  #lastHeard: number | null = null;
  #repairAt: number | null = null;
  #patience = PATIENCE_MILLIS;

  constructor(threads: ReadonlyMap<string, Thread>, send: (positions: Record<string, number>) => boolean) {
    this.#threads = threads;
    this.#send = send;
  }

  /** Whether an answer is due. */
  get pending(): boolean {
    return this.#asked.length > 0;
  }

  /** Since when nothing was heard although an answer is due; null when none is. */
  get waitingSince(): number | null {
    return this.pending ? this.#lastHeard : null;
  }

  get nextRepairAt(): number | null {
    return this.#repairAt;
  }

  includes(conversationId: string): boolean {
    return this.#asked.some((ids) => ids.has(conversationId));
  }

  /** Asks for everything after what each thread has, in as many frames as the limit requires. */
  askForAll(now: number, positionsPerFrame = DEFAULT_POSITIONS): void {
    const positions = [...this.#threads].map(([id, thread]) => [id, thread.applied] as const);
    for (let start = 0; start < positions.length; start += positionsPerFrame) {
      this.ask(Object.fromEntries(positions.slice(start, start + positionsPerFrame)), now);
    }
  }

  ask(positions: Record<string, number>, now: number): void {
    if (!this.#send(positions)) return;
    this.#asked.push(new Set(Object.keys(positions)));
    this.#lastHeard = now;
  }

  heard(now: number): void {
    if (this.pending) this.#lastHeard = now;
  }

  caughtUp(positions: Record<string, number>, now: number): void {
    const ids = Object.keys(positions);
    // A resume that another one overtook is answered early, so the order does not tell which it is.
    const answered = this.#asked.findIndex((asked) => ids.every((id) => asked.has(id)));
    this.#asked.splice(Math.max(answered, 0), 1);
    for (const [id, seq] of Object.entries(positions)) this.#threads.get(id)?.noteLength(seq);
    this.heard(now);
  }

  /** Asks for holes that stayed open; each time in vain it waits twice as long. */
  repair(now: number): void {
    const gaps = [...this.#threads].filter(([id, thread]) => thread.hasGap && !this.includes(id));
    if (gaps.length === 0) {
      this.#repairAt = null;
      if (!this.pending) this.#patience = PATIENCE_MILLIS;
    } else if (this.#repairAt === null) {
      this.#repairAt = now + this.#patience;
    } else if (now >= this.#repairAt) {
      this.#repairAt = null;
      this.#patience = Math.min(this.#patience * 2, PATIENCE_CAP_MILLIS);
      this.ask(Object.fromEntries(gaps.map(([id, thread]) => [id, thread.applied])), now);
    }
  }

  connectionLost(): void {
    this.#asked.length = 0;
    this.#repairAt = null;
    this.#patience = PATIENCE_MILLIS;
  }
}
