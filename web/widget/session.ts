import {
  Attachments, ParleyClient, readClaims, type Channel, type ClientState, type ConversationEvent, type ConversationSummary, type MessageSent,
  type OutgoingMessage, type Participant, type Person, type Thread, type TokenProvider,
} from "../client/index";
import { Links, Uploads } from "../shared/attachments/index";
import { Keeper } from "../shared/keeper";
import type { WidgetStrings } from "../strings/widget.en";

/** What happens in a chat that the element around it tells, shows or says. */
export interface SessionListener {
  /** Something that is shown may have changed. */
  changed: () => void;
  /** Connected and caught up for the first time. */
  ready: () => void;
  /** An event that is news: not one of those that were there at the beginning. */
  news: (event: ConversationEvent) => void;
  ownerChanged: (owner: Person, previous: Person | null) => void;
  /** Events came in above the others; the seq before the first of them. */
  prepended: (base: number) => void;
  /** What was being written when the page was left. */
  draft: (text: string) => void;
}

export interface SessionOptions {
  /** Origin of the Parley server. */
  server: string;
  channel: string;
  tokenProvider: TokenProvider;
  words: WidgetStrings;
  listener: SessionListener;
}

/** One follower's chat with one channel: the connection, and what outlives the page. No drawing. */
export class ChatSession {
  readonly client: ParleyClient;
  /** Where files of messages are found. */
  readonly links: Links;
  /** The files that go with what is being written. */
  readonly uploads: Uploads;
  readonly #channelId: string;
  readonly #listener: SessionListener;
  #keeper: Keeper | null = null;
  /** Who the token says is here, until the server has welcomed them. */
  #expected: Participant | null = null;
  #ready = false;
  #owner: Person | null = null;

  constructor({ server, channel, tokenProvider, words, listener }: SessionOptions) {
    this.#channelId = channel;
    this.#listener = listener;
    const url = new URL("/ws/follower", server);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.client = new ParleyClient({
      url: url.href,
      tokenProvider: async (request) => {
        const token = await tokenProvider(request);
        if (token !== null) this.#restore(token);
        return token;
      },
      followedChannels: [channel],
      network: window,
    });
    const attachments = new Attachments({ base: new URL("/api", server).href, tokenProvider });
    this.links = new Links(attachments);
    this.uploads = new Uploads({
      attachments, target: { channelId: channel }, words: words.files, limits: () => this.client.limits, changed: listener.changed,
      page: window,
    });
    this.client.on("change", listener.changed);
    this.client.on("state", (state) => this.#stateChanged(state));
    this.client.on("applied", ({ appended, prepended }) => {
      if (prepended[0] !== undefined) listener.prepended(prepended[0].seq - 1);
      if (this.#ready) appended.forEach(listener.news);
      this.#noteOwner();
    });
    this.client.start();
  }

  stop(): void {
    this.client.stop();
  }

  /** Whether it was once connected and caught up. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The person at this screen; null before a token has told. */
  get self(): Participant | null {
    return this.client.identity ?? this.#expected;
  }

  /** Null before the welcome, and when the follower does not follow it. */
  get channel(): Channel | null {
    return this.client.channel(this.#channelId) ?? null;
  }

  get conversation(): ConversationSummary | null {
    return this.client.summaryIn(this.#channelId) ?? null;
  }

  get thread(): Thread | null {
    const conversation = this.conversation;
    return conversation === null ? null : (this.client.thread(conversation.id) ?? null);
  }

  get owner(): Person | null {
    const conversation = this.conversation;
    return conversation?.status === "ACTIVE" ? (conversation.owner ?? null) : null;
  }

  get outgoing(): OutgoingMessage[] {
    return this.client.outbox.to({ channelId: this.#channelId });
  }

  get typists(): Participant[] {
    const conversation = this.conversation;
    return conversation === null ? [] : this.client.signals.typists(conversation.id);
  }

  get loading(): boolean {
    const conversation = this.conversation;
    return conversation !== null && this.client.isLoading(conversation.id);
  }

  get signedOut(): boolean {
    const { state } = this.client;
    return state.phase === "stopped" && state.code === 0;
  }

  /** Messages of the channel that the follower has not read, oldest first. */
  unread(): MessageSent[] {
    const conversation = this.conversation;
    if (conversation === null) return [];
    const readSeq = Math.max(conversation.readSeq, this.client.readSeq(conversation.id));
    const log = this.thread?.log ?? [];
    const deleted = new Set(log.map((e) => (e.event === "message-deleted" ? e.deletedSeq : 0)));
    return log
      .filter((e) => e.event === "message-sent")
      .filter((e) => e.seq > readSeq && e.sender.role !== "FOLLOWER" && !deleted.has(e.seq));
  }

  /** The follower sees the end of the conversation. */
  markRead(): void {
    const conversation = this.conversation;
    const seq = this.thread?.applied ?? 0;
    if (conversation !== null && seq > 0) this.client.read(conversation.id, seq);
  }

  typing(): void {
    const conversation = this.conversation;
    if (conversation !== null) this.client.typing(conversation.id);
  }

  /** Sends a text with the files that were chosen; false when too many messages wait. */
  send(text: string): boolean {
    const attachments = this.uploads.take();
    const left = this.client.send({ channelId: this.#channelId, text, attachments }) !== null;
    if (!left) this.uploads.putBack(attachments);
    return left;
  }

  loadOlder(): void {
    const conversation = this.conversation;
    if (conversation !== null) this.client.loadOlder(conversation.id);
  }

  /** Writes down what a reload must not lose; nothing while there is nothing. */
  keep(draft: string): void {
    this.#keeper?.write({ [this.#channelId]: draft }, { [this.#channelId]: this.uploads.uploaded }, this.outgoing);
  }

  #stateChanged({ phase }: ClientState): void {
    if (phase !== "ready") return;
    // An empty run although there is a conversation: its newest events are none that a follower sees.
    if (this.thread?.log.length === 0) this.loadOlder();
    if (this.#ready) return;
    this.#ready = true;
    this.#owner = this.owner;
    this.#listener.ready();
  }

  #noteOwner(): void {
    const { owner } = this;
    const previous = this.#owner;
    this.#owner = owner;
    if (this.#ready && owner !== null && owner.id !== previous?.id) this.#listener.ownerChanged(owner, previous);
  }

  /** Once it is known who is here, and before the first connection: also where there is none. */
  #restore(token: string): void {
    const claims = readClaims(token);
    if (claims === null || this.#keeper !== null) return;
    this.#expected = { role: "FOLLOWER", id: claims.sub, name: claims.name ?? claims.sub };
    this.#keeper = new Keeper(this.#channelId, claims.sub);
    const { drafts, files, unsent } = this.#keeper.read();
    this.#listener.draft(drafts[this.#channelId] ?? "");
    this.uploads.putBack(files[this.#channelId] ?? []);
    for (const { id, draft } of unsent) this.client.send(draft, id);
  }
}
