import type { ConversationEvent, ConversationPage, ConversationStatus, Follower, Rest } from "../../client/index";
import { describe } from "../parts/refusals";
import { Rows, type Applied, type Row } from "./rows";

/** What the list needs to know of the console around it. */
export interface InboxHost {
  rest: Rest;
  myId: string;
  channelId: () => string | null;
  changed: () => void;
}

export type Whose = "all" | "mine";

export const TABS = ["UNANSWERED", "ACTIVE", "FINISHED"] as const satisfies ConversationStatus[];

const PAGE_SIZE = 100;
/** The server's largest page. */
const MOST_AT_ONCE = 200;
const SETTLE_MILLIS = 400;
const SEARCH_MILLIS = 250;
/** What was written just now is in the server's index about a second later, under load some seconds. */
const LOOK_AGAIN_MILLIS = 1_500;
const LAST_LOOK_MILLIS = 12_000;
const FOLLOWERS_SHOWN = 8;
/** A search may find nothing in a page although there is a next one. */
const MOST_EMPTY_PAGES = 20;

/** The chat list: which conversations are shown, in which order, and how many there are. */
export class Inbox {
  readonly rows = new Rows();
  tab: ConversationStatus = "UNANSWERED";
  whose: Whose = "all";
  search = "";
  /** With a search: followers of that name, with a thread or without. */
  followers: Follower[] = [];
  loading = false;
  problem = "";
  readonly #host: InboxHost;
  /** Where the next page begins; null when there is none. */
  #nextCursor: string | null = null;
  /** Up to this order the list has no hole; what an event tells beyond it waits for its page. */
  #end = Infinity;
  /** With a search: what it found. */
  #found: Set<string> | null = null;
  #request: AbortController | null = null;
  /** Whether the first page of the present list has come. */
  #begun = false;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  /** With a search: conversations that an event told of, which the search should find. */
  readonly #awaited = new Set<string>();
  #lookTimer: ReturnType<typeof setTimeout> | undefined;
  #settling = false;

  constructor(host: InboxHost) {
    this.#host = host;
  }

  get list(): readonly Row[] {
    const rows = this.rows.of(this.tab, this.#end);
    const found = this.#found;
    const me = this.filtersByOwner ? this.#host.myId : null;
    if (found === null && me === null) return rows;
    return rows.filter((row) => (found === null || found.has(row.id)) && (me === null || row.owner?.id === me));
  }

  /** Only an active conversation is somebody's. */
  get filtersByOwner(): boolean {
    return this.tab === "ACTIVE" && this.whose === "mine";
  }

  get hasMore(): boolean {
    return this.#nextCursor !== null;
  }

  get searching(): boolean {
    return this.search.trim() !== "";
  }

  clear(): void {
    this.rows.clear();
    this.#restart();
  }

  setTab(tab: ConversationStatus): void {
    if (tab === this.tab) return;
    this.tab = tab;
    this.#restart();
    void this.reload();
  }

  setWhose(whose: Whose): void {
    if (whose === this.whose) return;
    this.whose = whose;
    this.#restart();
    void this.reload();
  }

  setSearch(text: string): void {
    this.search = text;
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => {
      this.#restart();
      void this.reload();
      // What was written just before may not be in the index yet.
      if (this.searching) this.#lookAgain(LOOK_AGAIN_MILLIS);
    }, SEARCH_MILLIS);
    this.#host.changed();
  }

  /** What the events told so far stays on the screen until the first page of the new list comes. */
  #restart(): void {
    this.#begun = false;
    this.#nextCursor = null;
    this.#end = Infinity;
    this.#found = null;
    this.#awaited.clear();
    clearTimeout(this.#lookTimer);
    this.#lookTimer = undefined;
    this.followers = [];
  }

  /** Fetches the first page again, and with it the counts. */
  async reload(): Promise<void> {
    await this.#fetch(undefined, PAGE_SIZE);
  }

  /** After a time without events: nothing that was known is certain any more. */
  async refresh(): Promise<void> {
    const shown = this.list.length;
    this.#begun = false;
    await this.#fetch(undefined, Math.min(Math.max(shown, PAGE_SIZE), MOST_AT_ONCE));
  }

  async loadMore(): Promise<void> {
    if (this.#nextCursor !== null && !this.loading) await this.#fetch(this.#nextCursor, PAGE_SIZE);
  }

  /** Events have told less than all: fetch soon, and once for all that come until then. */
  settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    setTimeout(() => {
      this.#settling = false;
      void this.reload();
    }, SETTLE_MILLIS);
  }

  apply(event: ConversationEvent, looking: boolean): Applied {
    const applied = this.rows.apply(event, looking);
    // A page that was asked for before this event would count it as if it had not happened.
    if (applied === "unsure" || (applied === "applied" && this.loading)) this.settle();
    if (this.searching && applied !== "ignored" && this.#found?.has(event.conversationId) === false && mentions(event, this.search)) {
      this.#awaited.add(event.conversationId);
      this.#lookAgain(LOOK_AGAIN_MILLIS);
    }
    return applied;
  }

  /** Searches once more after so many milliseconds, and later again while what is awaited is not found. */
  #lookAgain(after: number): void {
    this.#lookTimer ??= setTimeout(() => {
      void this.#fetch(undefined, PAGE_SIZE, true).then(() => {
        this.#lookTimer = undefined;
        for (const id of this.#awaited) if (this.#found?.has(id) === true) this.#awaited.delete(id);
        if (this.#awaited.size > 0 && after < LAST_LOOK_MILLIS) this.#lookAgain(after * 2);
        else this.#awaited.clear();
      });
    }, after);
  }

  /** The next or the previous conversation of the list, from the one with this id. */
  beside(id: string | null, by: 1 | -1): Row | undefined {
    const { list } = this;
    const at = list.findIndex((row) => row.id === id);
    return at === -1 ? (by === 1 ? list[0] : list.at(-1)) : list[at + by];
  }

  /** @param adds whether what a search finds comes to what is shown, and nothing leaves */
  async #fetch(cursor: string | undefined, limit: number, adds = cursor !== undefined): Promise<void> {
    const channelId = this.#host.channelId();
    if (channelId === null) return;
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const { tab, filtersByOwner } = this;
    const q = this.search.trim();
    const first = cursor === undefined;
    const asOf = this.rows.version;
    this.loading = true;
    this.#host.changed();
    try {
      const [page, followers] = await Promise.all([
        this.#page(channelId, q, cursor, limit, request.signal),
        q === "" || !first ? null : this.#host.rest.followers(channelId, q, FOLLOWERS_SHOWN, request.signal),
      ]);
      const end = this.rows.putPage(tab, page, first && q === "" && !filtersByOwner, asOf);
      // A first page that comes again while more is on the screen does not take the rest away.
      if (!first || !this.#begun || this.#end <= end || (q !== "" && !adds)) {
        this.#begun = true;
        this.#end = end;
        this.#nextCursor = page.nextCursor ?? null;
      }
      if (first) this.followers = followers ?? [];
      this.#found = q === "" ? null : new Set([...(adds ? (this.#found ?? []) : []), ...page.items.map(({ id }) => id)]);
      this.problem = "";
    } catch (error) {
      if (request.signal.aborted) return;
      this.problem = describe(error);
    }
    this.loading = false;
    this.#host.changed();
  }

  async #page(
    channelId: string, q: string, cursor: string | undefined, limit: number, signal: AbortSignal,
  ): Promise<ConversationPage> {
    const owner = this.filtersByOwner ? { owner: "me" } : {};
    let from = cursor;
    for (let tries = 1; ; tries++) {
      const query = { status: this.tab, limit, q, ...owner, ...(from === undefined ? {} : { cursor: from }) };
      const page = await this.#host.rest.conversations(channelId, query, signal);
      if (page.items.length > 0 || page.nextCursor === undefined || tries === MOST_EMPTY_PAGES) return page;
      from = page.nextCursor;
    }
  }
}

/** Whether an event has one of the words that are searched for. What is found is the server's to say. */
function mentions(event: ConversationEvent, search: string): boolean {
  const text = event.event === "message-sent" ? event.text : event.event === "conversation-opened" ? event.followerName : undefined;
  const lower = text?.toLocaleLowerCase() ?? "";
  return search.toLocaleLowerCase().split(/\s+/u).some((word) => word !== "" && lower.includes(word));
}
