export interface BackoffOptions {
  /** Upper bound of the first wait, in milliseconds. */
  baseMillis: number;
  /** Upper bound of every wait, in milliseconds. */
  capMillis: number;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  random: () => number;
}

/**
 * Exponential back-off with full jitter: each wait is anywhere between zero and a bound that
 * doubles, so that thousands of clients that lost the same server come back spread out.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  #attempt = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** How long to wait before the next attempt, in milliseconds. */
  next(): number {
    const { baseMillis, capMillis, random } = this.#options;
    const bound = Math.min(capMillis, baseMillis * 2 ** Math.min(this.#attempt, 30));
    this.#attempt += 1;
    return Math.floor(random() * bound);
  }

  /** Attempts since the last success. */
  get attempts(): number {
    return this.#attempt;
  }

  reset(): void {
    this.#attempt = 0;
  }
}
