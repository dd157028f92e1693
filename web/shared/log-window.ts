import type { ConversationEvent } from "../client/index";

/** More events than this are not drawn at once unless the reader goes up to them. */
const MOST = 300;
const KEEP = 200;

/**
 * The part of a log that is drawn. A log may have tens of thousands of events; the reader at its
 * end needs the last ones, and the reader who went up must not have the ground move below.
 */
export class LogWindow {
  #from = 0;

  /**
   * The events to draw.
   *
   * @param base seq before the first event of `log`
   * @param following whether the reader is at the end, so that the window may move on with it
   */
  of(log: readonly ConversationEvent[], base: number, following: boolean): readonly ConversationEvent[] {
    this.#from = Math.max(this.#from, base);
    const first = firstAfter(log, this.#from);
    if (!following || log.length - first <= MOST) return log.slice(first);
    const drawn = log.slice(-KEEP);
    this.#from = (drawn[0]?.seq ?? 1) - 1;
    return drawn;
  }

  /** Seq before the first event that is drawn. */
  get from(): number {
    return this.#from;
  }

  /** Goes up by so many events, as far as there are; false when all that is there is drawn. */
  widen(count: number, base: number): boolean {
    if (this.#from <= base) return false;
    this.#from = Math.max(base, this.#from - count);
    return true;
  }

  /** Older events came in before the others: they are drawn too. */
  prepended(base: number): void {
    this.#from = Math.min(this.#from, base);
  }
}

/** Index of the first event with a higher seq. A follower's log leaves seqs out. */
function firstAfter(log: readonly ConversationEvent[], seq: number): number {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
