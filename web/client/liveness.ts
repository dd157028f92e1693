/** Heartbeats of silence before a probe; with its wait, death is noticed within two of them. */
const SILENT_HEARTBEATS = 1.5;
/** How long a probe may stay unanswered: it needs no database, only somebody at the other end. */
const PROBE_MILLIS = 5_000;

/**
 * Notices a connection that looks open and is dead, as after a laptop's sleep. A browser's script
 * does not see the server's pings, so after a silence it has to ask by itself.
 */
export class Liveness {
  #silenceMillis = Infinity;
  #heardAt = 0;
  #probedAt: number | null = null;

  /** A connection is open. @param heartbeatSeconds how often the server pings */
  opened(now: number, heartbeatSeconds: number): void {
    this.#silenceMillis = heartbeatSeconds * SILENT_HEARTBEATS * 1_000;
    this.heard(now);
  }

  /** Whatever comes is a sign of life. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#probedAt = null;
  }

  probed(now: number): void {
    this.#probedAt = now;
  }

  /** Whether a probe waits for its answer. */
  get probing(): boolean {
    return this.#probedAt !== null;
  }

  wantsProbe(now: number): boolean {
    return !this.probing && now - this.#heardAt >= this.#silenceMillis;
  }

  isDead(now: number): boolean {
    return this.#probedAt !== null && now - this.#probedAt >= PROBE_MILLIS;
  }

  /** When to look again; null when there is nothing to wait for. */
  get nextAt(): number | null {
    if (this.#probedAt !== null) return this.#probedAt + PROBE_MILLIS;
    return this.#silenceMillis === Infinity ? null : this.#heardAt + this.#silenceMillis;
  }
}
