import {
  Attachments, ParleyClient, Rest, RestError, newMessageId, readClaims,
  type AvailableEngagement, type Channel, type ChatMode, type ConversationEvent, type ConversationPage,
  type ConversationStatus, type Follower,
  type OutgoingMessage, type PastEngagement, type Person, type Refusal,
} from "../client/index";
import { Emitter } from "../client/emitter";
import { Links, Uploads } from "../shared/attachments/index";
import { problemText } from "../shared/connection-text";
import { Keeper } from "../shared/keeper";
import type { Session } from "../shared/login";
import { console_ as words } from "../strings/en";
import { Rows, type Row } from "./rows";

/** What waits for the agent's confirmation that a conversation is taken over. */
export interface TakeoverQuestion {
  conversationId: string;
  owner: Person;
  purpose: { kind: "send" } | { kind: "finish" } | { kind: "engagement"; id: string };
}

export interface Notice {
  id: number;
  text: string;
}

export interface Engagements {
  available: AvailableEngagement[];
  past: PastEngagement[];
  loading: boolean;
  problem: string;
}

const PAGE_SIZE = 50;
const SETTLE_MILLIS = 400;
const NOTICE_MILLIS = 8_000;
const SEARCH_MILLIS = 250;
const FOLLOWERS_SHOWN = 8;
/** A search may find nothing in a page although there is a next one. */
const MOST_EMPTY_PAGES = 20;
const ABSENT: Engagements = { available: [], past: [], loading: false, problem: "" };

/** Everything that the console shows, and what an agent can do with it. Views only read and call. */
export class ConsoleStore {
  readonly client: ParleyClient;
  readonly rows = new Rows();
  readonly drafts: Record<string, string> = {};
  readonly session: Session;
  readonly links: Links;
  /** Counts the changes of the files in drafts. */
  uploadsVersion = 0;
  channelId: string | null = null;
  tab: ConversationStatus = "UNANSWERED";
  search = "";
  /** With a search: followers of that name, with a thread or without. */
  followers: Follower[] = [];
  loadingList = false;
  listProblem = "";
  selectedId: string | null = null;
  loadingThread = false;
  threadProblem = "";
  question: TakeoverQuestion | null = null;
  notices: Notice[] = [];
  engagements: Engagements = ABSENT;
  isChatAdmin = false;
  readonly #rest: Rest;
  readonly #attachments: Attachments;
  readonly #uploads = new Map<string, Uploads>();
  readonly #keeper: Keeper;
  readonly #changes = new Emitter<{ change: undefined }>();
  /** Where the next page begins; null when there is none. */
  #nextCursor: string | null = null;
  /** With a search: what it found. */
  #found: Set<string> | null = null;
  #listRequest: AbortController | null = null;
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #restored = false;

  constructor(session: Session) {
    this.session = session;
    this.#keeper = new Keeper("console", session.id);
    this.#attachments = new Attachments({ base: `${location.origin}/api`, tokenProvider: session.token });
    this.links = new Links(this.#attachments);
    this.#rest = new Rest({ base: `${location.origin}/api`, tokenProvider: session.token });
    const url = new URL("/ws/agent", location.origin);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.client = new ParleyClient({
      url: url.href, tokenProvider: session.token, followedChannels: null, network: window,
    });
    this.client.on("welcome", () => this.#welcomed());
    this.client.on("event", (event) => this.#event(event));
    this.client.on("refused", (message) => this.#refused(message));
    this.client.on("chat-mode", ({ channelId, mode, changedBy }) => {
      if (channelId === this.channelId && changedBy !== undefined && changedBy.id !== this.session.id) {
        this.notify(words.modeChanged(changedBy.name, mode === "TWO_WAY"));
      }
    });
    this.client.on("change", () => this.changed());
  }

  start(): void {
    void this.session.token({ fresh: false }).then((token) => {
      this.isChatAdmin = (token === null ? null : readClaims(token))?.roles.includes("chat-admin") ?? false;
      this.changed();
    }, () => undefined);
    this.client.start();
  }

  onChange(listener: () => void): () => void {
    return this.#changes.on("change", listener);
  }

  changed(): void {
    if (this.#restored) this.#keeper.write(this.drafts, this.client.outbox.all());
    this.#changes.emit("change", undefined);
  }

  get channel(): Channel | undefined {
    return this.channelId === null ? undefined : this.client.channel(this.channelId);
  }

  get selected(): Row | undefined {
    return this.selectedId === null ? undefined : this.rows.get(this.selectedId);
  }

  get list(): Row[] {
    const rows = this.rows.of(this.tab);
    const found = this.#found;
    return found === null ? rows : rows.filter((row) => found.has(row.id));
  }

  get hasMore(): boolean {
    return this.#nextCursor !== null;
  }

  isMe(person: Person | undefined): boolean {
    return person?.id === this.session.id;
  }

  // The list

  setChannel(id: string): void {
    if (id === this.channelId) return;
    this.channelId = id;
    this.close();
    this.rows.clear();
    void this.reload();
  }

  setTab(tab: ConversationStatus): void {
    if (tab === this.tab) return;
    this.tab = tab;
    void this.reload();
  }

  setSearch(text: string): void {
    this.search = text;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => void this.reload(), SEARCH_MILLIS);
    this.changed();
  }

  /** Fetches the first page of the present tab again, and with it the counts. */
  async reload(): Promise<void> {
    await this.#fetchList(undefined);
  }

  async loadMore(): Promise<void> {
    if (this.#nextCursor !== null && !this.loadingList) await this.#fetchList(this.#nextCursor);
  }

  async #fetchList(cursor: string | undefined): Promise<void> {
    if (this.channelId === null) return;
    this.#listRequest?.abort();
    const request = new AbortController();
    this.#listRequest = request;
    const { tab, search } = this;
    const q = search.trim();
    this.loadingList = true;
    this.changed();
    try {
      const [page, followers] = await Promise.all([
        this.#page(this.channelId, q, cursor, request.signal),
        q === "" || cursor !== undefined ? null : this.#rest.followers(this.channelId, q, FOLLOWERS_SHOWN, request.signal),
      ]);
      if (cursor === undefined) this.followers = followers ?? [];
      this.rows.putPage(tab, page, cursor === undefined && q === "");
      if (q === "") this.#found = null;
      else if (cursor === undefined || this.#found === null) this.#found = new Set(page.items.map(({ id }) => id));
      else for (const { id } of page.items) this.#found.add(id);
      this.#nextCursor = page.nextCursor ?? null;
      this.listProblem = "";
    } catch (error) {
      if (request.signal.aborted) return;
      this.listProblem = describe(error);
    }
    this.loadingList = false;
    this.changed();
  }

  async #page(channelId: string, q: string, cursor: string | undefined, signal: AbortSignal): Promise<ConversationPage> {
    let from = cursor;
    for (let tries = 1; ; tries++) {
      const query = { status: this.tab, limit: PAGE_SIZE, q, ...(from === undefined ? {} : { cursor: from }) };
      const page = await this.#rest.conversations(channelId, query, signal);
      if (page.items.length > 0 || page.nextCursor === undefined || tries === MOST_EMPTY_PAGES) return page;
      from = page.nextCursor;
    }
  }

  /** Events have told less than all: fetch once the stream is calm. */
  #settle(): void {
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => void this.reload(), SETTLE_MILLIS);
  }

  // The thread

  /** Looks at a conversation; nothing else follows from it. */
  async open(id: string): Promise<void> {
    if (this.selectedId === id) return;
    this.close();
    this.selectedId = id;
    this.loadingThread = true;
    this.threadProblem = "";
    this.changed();
    try {
      const [conversation, page] = await Promise.all([this.#rest.conversation(id), this.#rest.events(id, { limit: PAGE_SIZE })]);
      if (this.selectedId !== id) return;
      this.rows.put(conversation);
      const first = page.events[0];
      this.client.openThread(id, first === undefined ? page.lastSeq : first.seq - 1);
      // An event that came while the page was fetched is known by the row, and asked for.
      this.client.acceptPage(id, page.events, Math.max(page.lastSeq, this.rows.get(id)?.lastSeq ?? 0));
      this.client.signals.noteMarks(id, conversation.marks ?? []);
      this.client.catchUp(id);
    } catch (error) {
      if (this.selectedId === id) this.threadProblem = describe(error);
    }
    if (this.selectedId === id) {
      this.loadingThread = false;
      this.changed();
    }
  }

  /** Looks at the thread with a follower, also when nothing was ever said. */
  async openFollower(followerId: string): Promise<void> {
    if (this.channelId === null) return;
    try {
      const conversation = await this.#rest.openConversation(this.channelId, followerId);
      this.rows.put(conversation);
      await this.open(conversation.id);
    } catch (error) {
      this.notify(describe(error));
    }
  }

  close(): void {
    if (this.selectedId !== null) this.client.closeThread(this.selectedId);
    this.selectedId = null;
    this.engagements = ABSENT;
    this.question = null;
    this.changed();
  }

  /** The next or the previous conversation of the list. */
  step(by: 1 | -1): void {
    const { list } = this;
    const at = list.findIndex((row) => row.id === this.selectedId);
    const next = at === -1 ? (by === 1 ? list[0] : list.at(-1)) : list[at + by];
    if (next !== undefined) void this.open(next.id);
  }

  async loadOlder(): Promise<void> {
    const id = this.selectedId;
    const thread = id === null ? undefined : this.client.thread(id);
    if (id === null || thread === undefined || thread.base === 0 || this.loadingThread) return;
    this.loadingThread = true;
    this.changed();
    try {
      const page = await this.#rest.events(id, { before: thread.base + 1, limit: PAGE_SIZE });
      this.client.acceptPage(id, page.events, page.lastSeq);
    } catch (error) {
      this.notify(describe(error));
    }
    this.loadingThread = false;
    this.changed();
  }

  /** The thread is on the screen down to its end. */
  sawEverything(): void {
    const id = this.selectedId;
    const thread = id === null ? undefined : this.client.thread(id);
    if (id === null || thread === undefined || thread.applied === 0) return;
    this.client.read(id, thread.applied);
    this.rows.markRead(id);
  }

  setDraft(text: string): void {
    if (this.selectedId === null) return;
    this.drafts[this.selectedId] = text;
    if (text !== "") this.client.typing(this.selectedId);
    this.changed();
  }

  /** The files of a conversation's draft. */
  uploads(conversationId: string): Uploads {
    const open = this.#uploads.get(conversationId);
    if (open !== undefined) return open;
    const uploads = new Uploads({
      attachments: this.#attachments,
      target: { conversationId },
      words: words.files,
      limits: () => this.client.limits,
      changed: () => {
        this.uploadsVersion++;
        this.changed();
      },
    });
    this.#uploads.set(conversationId, uploads);
    return uploads;
  }

  /** Sends the draft; null when that worked, otherwise what to tell the agent. */
  send(takeOverFrom?: string): string | null {
    const conversationId = this.selectedId;
    const text = (conversationId === null ? undefined : this.drafts[conversationId])?.trim() ?? "";
    if (conversationId === null) return null;
    const uploads = this.uploads(conversationId);
    if (!uploads.settled) return words.files.wait;
    if (text === "" && uploads.isEmpty) return null;
    const most = this.client.limits.messageTextLength ?? Infinity;
    if (text.length > most) return words.tooLong(most);
    const attachments = uploads.take();
    const draft = { conversationId, text, attachments, ...(takeOverFrom === undefined ? {} : { takeOverFrom }) };
    if (this.client.send(draft) === null) {
      uploads.putBack(attachments);
      return words.tooManyWaiting;
    }
    this.drafts[conversationId] = "";
    this.changed();
    return null;
  }

  async finish(takeOverFrom?: string): Promise<void> {
    const id = this.selectedId;
    if (id === null || this.selected?.status !== "ACTIVE") return;
    try {
      this.rows.put(await this.#rest.finish(id, takeOverFrom));
      this.#settle();
    } catch (error) {
      this.#ask(error, id, { kind: "finish" });
    }
    this.changed();
  }

  /** The agent confirmed the takeover. */
  confirm(): void {
    const { question } = this;
    this.question = null;
    if (question === null) return;
    if (question.conversationId !== this.selectedId) {
      this.changed();
      return;
    }
    switch (question.purpose.kind) {
      case "send":
        this.send(question.owner.id);
        break;
      case "finish":
        void this.finish(question.owner.id);
        break;
      case "engagement":
        void this.sendEngagement(question.purpose.id, question.owner.id);
        break;
    }
  }

  dismiss(): void {
    this.question = null;
    this.changed();
  }

  // The side pane

  async loadEngagements(): Promise<void> {
    const row = this.selected;
    if (row === undefined) return;
    this.engagements = { ...this.engagements, loading: true, problem: "" };
    this.changed();
    let next: Engagements;
    try {
      const [available, past] = await Promise.all([
        this.#rest.availableEngagements(row.channelId, row.follower.id),
        this.#rest.pastEngagements(row.channelId, row.follower.id),
      ]);
      next = { available, past, loading: false, problem: "" };
    } catch (error) {
      next = { ...ABSENT, problem: describe(error) };
    }
    if (this.selectedId !== row.id) return;
    this.engagements = next;
    this.changed();
  }

  async sendEngagement(engagementId: string, takeOverFrom?: string): Promise<void> {
    const id = this.selectedId;
    if (id === null) return;
    const body = { clientMessageId: newMessageId(), engagementId, ...(takeOverFrom === undefined ? {} : { takeOverFrom }) };
    try {
      await this.#rest.sendEngagement(id, body);
      void this.loadEngagements();
    } catch (error) {
      this.#ask(error, id, { kind: "engagement", id: engagementId });
    }
    this.changed();
  }

  async setChat(mode: ChatMode): Promise<void> {
    if (this.channelId === null) return;
    try {
      await this.#rest.setChat(this.channelId, mode);
    } catch (error) {
      this.notify(describe(error));
    }
  }

  notify(text: string): void {
    const notice: Notice = { id: Date.now() + Math.random(), text };
    this.notices = [...this.notices.slice(-3), notice];
    setTimeout(() => this.dropNotice(notice.id), NOTICE_MILLIS);
    this.changed();
  }

  dropNotice(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }

  #welcomed(): void {
    const { channels } = this.client;
    if (this.channelId === null || this.client.channel(this.channelId) === undefined) {
      this.channelId = channels[0]?.id ?? null;
    }
    if (!this.#restored) {
      const kept = this.#keeper.read();
      Object.assign(this.drafts, kept.drafts);
      this.#restored = true;
      for (const { id, draft } of kept.unsent) this.client.send(draft, id);
    }
    // What happened to other conversations while there was no connection is told by REST only.
    void this.reload();
  }

  #event(event: ConversationEvent): void {
    if (event.channelId !== this.channelId) return;
    const looking = event.conversationId === this.selectedId && document.visibilityState === "visible";
    const row = this.rows.get(event.conversationId);
    const applied = this.rows.apply(event, looking);
    if (applied === "ignored") return;
    // A page that was asked for before this event would count it as if it had not happened.
    if (applied === "unsure" || this.loadingList) this.#settle();
    if (event.event === "conversation-taken" && this.isMe(event.previousOwner) && !this.isMe(event.owner)) {
      this.notify(words.tookOverFromYou(event.owner.name, row?.follower.name ?? ""));
    }
  }

  #refused(message: OutgoingMessage): void {
    const { conversationId } = message.draft;
    const { refusal } = message;
    if (conversationId === undefined || refusal?.code !== "conversation-owned" || refusal.owner === undefined) return;
    // Back into the box: nothing was stored, and the agent decides.
    this.client.outbox.discard(message.clientMessageId);
    const later = this.drafts[conversationId] ?? "";
    this.drafts[conversationId] = later === "" ? message.draft.text : `${message.draft.text}\n${later}`;
    this.uploads(conversationId).putBack(message.draft.attachments ?? []);
    if (conversationId === this.selectedId) {
      this.question = { conversationId, owner: refusal.owner, purpose: { kind: "send" } };
    } else {
      this.notify(problemText(refusal, words));
    }
    this.changed();
  }

  #ask(error: unknown, conversationId: string, purpose: TakeoverQuestion["purpose"]): void {
    const refusal: Refusal | undefined = error instanceof RestError ? error.refusal : undefined;
    if (refusal?.code === "conversation-owned" && refusal.owner !== undefined) {
      this.question = { conversationId, owner: refusal.owner, purpose };
    } else {
      this.notify(describe(error));
    }
  }
}

function describe(error: unknown): string {
  return error instanceof RestError ? problemText(error.refusal, words) : words.loadFailed;
}
