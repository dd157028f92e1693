import {
  Attachments, ParleyClient, Rest, readClaims, type Channel, type ConversationEvent, type Person,
} from "../client/index";
import { Emitter } from "../client/emitter";
import { Links } from "../shared/attachments/index";
import { coalesce } from "../shared/coalesce";
import { Keeper } from "../shared/keeper";
import type { Session } from "../shared/login";
import { words } from "../strings/console";
import { LiveFigures } from "./analytics/live-figures";
import { Reports } from "./analytics/reports";
import { DraftFiles } from "./composer/draft-files";
import { FollowerFile } from "./follower/follower-file";
import { Inbox } from "./inbox/inbox";
import { Notifier, callsFor } from "./notify/notifier";
import { describe } from "./parts/refusals";
import { addressOf } from "./places";
import { Library } from "./settings/library";
import type { Preferences } from "./settings/preferences";
import { OpenThread } from "./thread/open-thread";

export interface Notice {
  id: number;
  text: string;
}

const NOTICE_MILLIS = 8_000;

/**
 * Everything that the console shows, and what an agent can do with it; its parts know their own
 * matters. Views only read and call.
 */
export class ConsoleStore {
  readonly client: ParleyClient;
  readonly rest: Rest;
  readonly session: Session;
  readonly preferences: Preferences;
  readonly inbox: Inbox;
  readonly thread: OpenThread;
  readonly file: FollowerFile;
  readonly library: Library;
  /** The cards of the last 24 hours. */
  readonly live: LiveFigures;
  /** The Analytics page. */
  readonly reports: Reports;
  /** Where files of messages are found. */
  readonly links: Links;
  /** What is chosen to be sent, by conversation. */
  readonly files: DraftFiles;
  /** What is being written, by conversation. */
  readonly drafts: Record<string, string> = {};
  channelId: string | null = null;
  notices: Notice[] = [];
  /** The agent's roles, as the token has them: for the screen only. */
  roles: readonly string[] = [];
  readonly #keeper: Keeper;
  readonly #notifier: Notifier;
  readonly #changes = new Emitter<{ change: undefined }>();
  readonly #showCount = coalesce(() => this.#notifier.showCount(this.waitingCount));
  #restored = false;
  #notices = 0;

  constructor(session: Session, preferences: Preferences) {
    this.session = session;
    this.preferences = preferences;
    this.#keeper = new Keeper("console", session.id);
    this.rest = new Rest({ base: `${location.origin}/api`, tokenProvider: session.token });
    const url = new URL("/ws/agent", location.origin);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.client = new ParleyClient({
      url: url.href, tokenProvider: session.token, followedChannels: null, network: window,
    });
    const attachments = new Attachments({ base: `${location.origin}/api`, tokenProvider: session.token });
    this.links = new Links(attachments);
    const { client, rest, drafts } = this;
    const changed = (): void => this.changed();
    this.files = new DraftFiles({ attachments, limits: () => client.limits, changed });
    const notify = (text: string): void => this.notify(text);
    const channelId = (): string | null => this.channelId;
    this.inbox = new Inbox({ rest, changed, channelId, myId: session.id });
    this.thread = new OpenThread({ rest, client, inbox: this.inbox, drafts, files: this.files, changed, notify });
    this.file = new FollowerFile(rest, changed);
    this.library = new Library({ rest, channelId, changed, notify });
    this.live = new LiveFigures({ rest, channelId, changed });
    this.reports = new Reports({ rest, channelId, changed });
    this.#notifier = new Notifier(preferences, (id) => this.open(id));
    this.#listen();
  }

  #listen(): void {
    const { client } = this;
    client.on("welcome", () => this.#welcomed());
    client.on("event", (event) => this.#event(event));
    client.on("refused", (message) => this.thread.refused(message));
    client.on("chat-mode", ({ channelId, mode, changedBy }) => {
      if (channelId !== this.channelId) return;
      void this.library.loadChat();
      if (changedBy !== undefined && !this.isMe(changedBy)) this.notify(words.modeChanged(changedBy.name, mode === "TWO_WAY"));
    });
    client.on("change", () => this.changed());
  }

  start(): void {
    void this.session.token({ fresh: false }).then((token) => {
      this.roles = (token === null ? null : readClaims(token))?.roles ?? [];
      this.changed();
    }, () => undefined);
    this.client.start();
  }

  onChange(listener: () => void): () => void {
    return this.#changes.on("change", listener);
  }

  changed(): void {
    if (this.#restored) this.#keeper.write(this.drafts, this.files.uploaded, this.client.outbox.all());
    this.#showCount();
    this.#changes.emit("change", undefined);
  }

  get channel(): Channel | undefined {
    return this.channelId === null ? undefined : this.client.channel(this.channelId);
  }

  get isAnalyst(): boolean {
    return this.roles.includes("analyst");
  }

  get isChatAdmin(): boolean {
    return this.roles.includes("chat-admin");
  }

  /** Conversations that wait for somebody: unanswered ones, and own ones with something unread. */
  get waitingCount(): number {
    const { rows } = this.inbox;
    const mine = rows.of("ACTIVE").filter((row) => this.isMe(row.owner) && this.hasUnread(row.id)).length;
    return (rows.counts.UNANSWERED ?? 0) + mine;
  }

  /** Whether something of the follower was not read, neither here nor on the agent's other devices. */
  hasUnread(id: string): boolean {
    const row = this.inbox.rows.get(id);
    return row !== undefined && (row.unread > 0 || row.unreadBefore) && this.client.readSeq(id) < row.lastSeq;
  }

  isMe(person: Person | undefined): boolean {
    return person?.id === this.session.id;
  }

  setChannel(id: string): void {
    if (id === this.channelId) return;
    this.channelId = id;
    this.close();
    this.inbox.clear();
    this.library.clear();
    this.live.clear();
    this.reports.clear();
    this.#enterChannel();
  }

  /** Looks at a conversation; the address says which, so that reload and back button work. */
  open(id: string): void {
    const address = addressOf(id);
    if (location.hash === address) void this.thread.open(id);
    else location.hash = address;
  }

  close(): void {
    if (location.hash.startsWith("#/conversations/")) location.hash = "#/";
    this.thread.close();
  }

  /** Looks at the thread with a follower, also when nothing was ever said. */
  async openFollower(followerId: string): Promise<void> {
    if (this.channelId === null) return;
    try {
      const conversation = await this.rest.openConversation(this.channelId, followerId);
      this.inbox.rows.put(conversation);
      this.open(conversation.id);
    } catch (error) {
      this.notify(describe(error));
    }
  }

  /** The next or the previous conversation of the list. */
  step(by: 1 | -1): void {
    const next = this.inbox.beside(this.thread.id, by);
    if (next !== undefined) this.open(next.id);
  }

  notify(text: string): void {
    const notice: Notice = { id: this.#notices++, text };
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
      this.files.putBack(kept.files);
      this.#restored = true;
      for (const { id, draft } of kept.unsent) this.client.send(draft, id);
    }
    this.#enterChannel();
  }

  /** What happened while there was no connection is told by REST only. */
  #enterChannel(): void {
    void this.inbox.refresh();
    void this.library.loadCanned();
    this.live.refresh();
  }

  #event(event: ConversationEvent): void {
    if (event.channelId !== this.channelId) return;
    this.live.apply(event);
    // Also of what this agent did: its answer may have told the list before the event comes.
    if (event.conversationId === this.thread.id && event.event.startsWith("conversation-")) this.file.forget();
    const before = this.inbox.rows.get(event.conversationId);
    const looking = this.thread.sees(event);
    if (this.inbox.apply(event, looking) === "ignored") return;
    const row = this.inbox.rows.get(event.conversationId);
    this.#tell(event, before?.follower.name ?? "");
    if (row !== undefined && !looking && callsFor(event, row, this.session.id)) this.#notifier.call(row);
    // Whoever answers, here or on another device, has read.
    if (event.event === "message-sent" && this.isMe(event.sender)) this.inbox.rows.markRead(event.conversationId);
  }

  /** What others did with this agent's conversations. */
  #tell(event: ConversationEvent, follower: string): void {
    if (event.event === "conversation-taken" && this.isMe(event.previousOwner) && !this.isMe(event.owner)) {
      this.notify(words.tookOverFromYou(event.owner.name, follower));
    }
    if (event.event === "conversation-transferred" && this.isMe(event.to) && !this.isMe(event.by)) {
      this.notify(words.gaveToYou(event.by.name, follower));
    }
  }
}
