import type { Cycle, FollowerThread, PastEngagement, Rest } from "../../client/index";
import { describe } from "../parts/refusals";

/** A list that is fetched page by page. */
export interface Paged<T> {
  items: T[];
  /** Where the next page begins; null when there is none. */
  nextCursor: string | null;
  loading: boolean;
  problem: string;
}

export interface FileSubject {
  conversationId: string;
  channelId: string;
  followerId: string;
}

const PAGE_SIZE = 10;

/** What is known of the follower at hand: past cycles and engagements, newest first. */
export class FollowerFile {
  cycles: Paged<Cycle> = empty();
  history: Paged<PastEngagement> = empty();
  /** Other conversations of the same person: who was a visitor first may have several. */
  otherThreads: FollowerThread[] = [];
  readonly #rest: Rest;
  readonly #changed: () => void;
  #subject: FileSubject | null = null;

  constructor(rest: Rest, changed: () => void) {
    this.#rest = rest;
    this.#changed = changed;
  }

  /** Turns to a conversation's follower; the same one again changes nothing. */
  show(subject: FileSubject): void {
    if (this.#subject?.conversationId === subject.conversationId) return;
    this.#subject = subject;
    this.cycles = empty();
    this.history = empty();
    this.otherThreads = [];
    void this.#findOtherThreads(subject);
    void this.moreCycles();
    void this.moreHistory();
  }

  /** What was fetched is not the latest any more: fetched again when it is looked at. */
  forget(): void {
    this.#subject = null;
  }

  /** None is as good as not known: who has just been erased is nobody. */
  async #findOtherThreads(subject: FileSubject): Promise<void> {
    const threads = await this.#rest.followerThreads(subject.channelId, subject.followerId).catch(() => []);
    if (this.#subject !== subject) return;
    this.otherThreads = threads.filter(({ conversationId }) => conversationId !== subject.conversationId);
    this.#changed();
  }

  async moreCycles(): Promise<void> {
    const subject = this.#subject;
    if (subject === null || this.cycles.loading) return;
    await this.#more(
      () => this.cycles,
      (next) => (this.cycles = next),
      (cursor) => this.#rest.cycles(subject.conversationId, { limit: PAGE_SIZE, ...cursor }),
    );
  }

  async moreHistory(): Promise<void> {
    const subject = this.#subject;
    if (subject === null || this.history.loading) return;
    await this.#more(
      () => this.history,
      (next) => (this.history = next),
      (cursor) => this.#rest.pastEngagements(subject.channelId, subject.followerId, { limit: PAGE_SIZE, ...cursor }),
    );
  }

  async #more<T>(
    get: () => Paged<T>,
    set: (next: Paged<T>) => void,
    fetch: (cursor: { cursor?: string }) => Promise<{ items: T[]; nextCursor?: string }>,
  ): Promise<void> {
    const subject = this.#subject;
    const { items, nextCursor } = get();
    set({ ...get(), loading: true, problem: "" });
    this.#changed();
    let next: Paged<T>;
    try {
      const page = await fetch(nextCursor === null ? {} : { cursor: nextCursor });
      next = { items: [...items, ...page.items], nextCursor: page.nextCursor ?? null, loading: false, problem: "" };
    } catch (error) {
      next = { items, nextCursor, loading: false, problem: describe(error) };
    }
    // The agent may have turned to somebody else meanwhile.
    if (this.#subject !== subject) return;
    set(next);
    this.#changed();
  }
}

function empty<T>(): Paged<T> {
  return { items: [], nextCursor: null, loading: false, problem: "" };
}
