import type { ConversationEvent, Last24Hours, Rest } from "../../client/index";
import { describe } from "../parts/refusals";

export interface LiveFiguresHost {
  rest: Rest;
  channelId: () => string | null;
  changed: () => void;
}

/** After an event that moves a card: by then the figures mostly know of it, too. */
const SOON_MILLIS = 250;
/** And by then they know of it unless something is slow: what was asked for earlier may be older. */
const CERTAIN_MILLIS = 600;
/** After a message, which moves averages and the longest wait a little. */
const LATER_MILLIS = 2_000;
/** Without any event: the window moves with the clock. */
const TICK_MILLIS = 30_000;
/** Between the beginnings of two questions, however much happens. */
const GAP_MILLIS = 350;
const FIRST_RETRY_MILLIS = 2_000;
const LAST_RETRY_MILLIS = 30_000;

/**
 * The last 24 hours of the channel, kept up to date while somebody looks: asked for after events
 * and now and then, with at most one question on its way (decision 0028).
 */
export class LiveFigures {
  /** Null before the first answer for this channel. */
  figures: Last24Hours | null = null;
  /** Why the figures are not up to date; empty when they are. */
  problem = "";
  readonly #host: LiveFiguresHost;
  #tag: string | null = null;
  #shown = false;
  #request: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When to ask next, unless before {@link #notBefore}. */
  #due = 0;
  #notBefore = 0;
  /** An answer that was asked for before may not know of the newest event. */
  #certainAt = 0;
  #failures = 0;

  constructor(host: LiveFiguresHost) {
    this.#host = host;
  }

  /** Whether somebody looks; nothing is asked for while nobody does. */
  show(shown: boolean): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    // Whatever happened meanwhile was not followed.
    if (shown) this.refresh();
    else clearTimeout(this.#timer);
  }

  /** Another channel. */
  clear(): void {
    this.#request?.abort();
    this.#request = null;
    this.#tag = null;
    this.figures = null;
    this.problem = "";
    this.#failures = 0;
    this.#notBefore = 0;
    this.refresh();
  }

  /** Asks as soon as may be. */
  refresh(): void {
    this.#askWithin(0);
  }

  /** Something happened in this channel. */
  apply(event: ConversationEvent): void {
    switch (event.event) {
      case "conversation-opened":
      case "conversation-taken":
      case "conversation-finished":
      case "conversation-erased":
        this.#certainAt = Date.now() + CERTAIN_MILLIS;
        this.#askWithin(SOON_MILLIS);
        break;
      case "message-sent":
        this.#askWithin(LATER_MILLIS);
        break;
      case "message-deleted":
      case "note-added":
      case "conversation-transferred":
        break;
    }
  }

  #askWithin(millis: number): void {
    this.#due = Math.min(this.#due, Date.now() + millis);
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (!this.#shown || this.#request !== null || this.#host.channelId() === null) return;
    const at = Math.max(this.#due, this.#notBefore);
    this.#timer = setTimeout(() => void this.#ask(), Math.max(0, at - Date.now()));
  }

  async #ask(): Promise<void> {
    const channelId = this.#host.channelId();
    if (channelId === null) return;
    const request = new AbortController();
    const asked = Date.now();
    this.#request = request;
    this.#due = asked + TICK_MILLIS;
    this.#notBefore = asked + GAP_MILLIS;
    try {
      const answer = await this.#host.rest.last24Hours(channelId, this.#tag, request.signal);
      if (request.signal.aborted) return;
      this.#failures = 0;
      if (answer !== null) {
        this.figures = answer.value;
        this.#tag = answer.tag;
      }
      this.#tell("", answer !== null);
    } catch (error) {
      if (request.signal.aborted) return;
      this.#failures += 1;
      this.#notBefore = Date.now() + retryMillis(this.#failures);
      this.#due = this.#notBefore;
      this.#tell(describe(error), false);
    }
    this.#request = null;
    if (asked < this.#certainAt) this.#due = Math.min(this.#due, this.#certainAt);
    this.#arm();
  }

  #tell(problem: string, changed: boolean): void {
    const news = changed || problem !== this.problem;
    this.problem = problem;
    if (news) this.#host.changed();
  }
}

/** Longer each time, and not for all consoles at once. */
function retryMillis(failures: number): number {
  const longest = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** (failures - 1));
  return longest * (0.5 + Math.random() / 2);
}
