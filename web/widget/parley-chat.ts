import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { Attachments, ParleyClient, type ConversationEvent, type Person, type TokenProvider } from "../client/index";
import { coalesce } from "../shared/coalesce";
import { connectionText } from "../shared/connection-text";
import { icons } from "../shared/icons";
import { Links, Uploads, allowDrop, takeFiles } from "../shared/attachments/index";
import { Keeper } from "../shared/keeper";
import { LogWindow } from "../shared/log-window";
import { renderItems, type MessageView } from "../shared/message-view";
import { initials } from "../shared/text";
import { buildTimeline, type NoticeItem } from "../shared/timeline";
import { widget as english, type WidgetStrings } from "../strings/en";
import { styles } from "./styles";

const AT_BOTTOM_PIXELS = 48;
const MOST_UNREAD_SHOWN = 99;
const WIDEN_BY = 100;

/**
 * The chat of one channel for one follower, for any page.
 *
 * @fires ready - connected and caught up for the first time
 * @fires message - `{event}`: a new message, the follower's own included
 * @fires open
 * @fires close
 * @fires agent-assigned - `{owner, previousOwner}`: an agent took the conversation
 */
export class ParleyChat extends LitElement {
  static override styles = styles;

  /** The channel's id. */
  @property() channel = "";
  /** Origin of the Parley server; the page's own when empty. */
  @property() server = "";
  @property({ type: Boolean, reflect: true }) open = false;
  /** Gives the follower's access token; until it is set the widget asks to log in. */
  @property({ attribute: false }) tokenProvider: TokenProvider | null = null;
  /** Words other than the English ones. */
  @property({ attribute: false }) strings: Partial<WidgetStrings> = {};

  /** Counts the changes of the files in the draft. */
  @state() private uploadsVersion = 0;
  @state() private draft = "";
  @state() private problem = "";
  @state() private atBottom = true;
  @state() private announcing = false;
  @state() private peeking: ConversationEvent | null = null;
  @state() private now = Date.now();

  @query("textarea") private readonly textarea!: HTMLTextAreaElement | null;
  @query(".scroll") private readonly scroller!: HTMLElement | null;
  @query(".launcher") private readonly launcher!: HTMLButtonElement | null;
  @query(".panel") private readonly panel!: HTMLElement | null;

  #client: ParleyClient | null = null;
  #keeper: Keeper | null = null;
  #files: { links: Links; uploads: Uploads } | null = null;
  #readyTold = false;
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** Distance from the end before older messages come in above, to keep the view in place. */
  #fromEnd: number | null = null;
  #window = new LogWindow();
  readonly #draw = coalesce(() => this.requestUpdate());

  show(): void {
    this.open = true;
  }

  hide(): void {
    this.open = false;
  }

  toggle(): void {
    this.open = !this.open;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#markRead);
    if (this.hasUpdated) this.#restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#markRead);
    this.#stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("tokenProvider") || changed.has("channel") || changed.has("server")) this.#restart();
    if (changed.has("open") && this.open) {
      this.peeking = null;
      this.atBottom = true;
    }
  }

  protected override updated(changed: PropertyValues): void {
    const scroller = this.scroller;
    if (scroller !== null) {
      if (this.#fromEnd !== null) scroller.scrollTop = scroller.scrollHeight - this.#fromEnd;
      else if (this.atBottom) scroller.scrollTop = scroller.scrollHeight;
    }
    this.#fromEnd = null;
    if (changed.has("open") && (this.open || changed.get("open") === true)) {
      this.dispatchEvent(new CustomEvent(this.open ? "open" : "close", { bubbles: true, composed: true }));
      if (this.open) (this.textarea ?? this.panel)?.focus();
      else this.launcher?.focus();
    }
    this.#markRead();
    this.#tick();
    if (this.#client !== null) this.#keep();
  }

  #stop(): void {
    this.#client?.stop();
    this.#client = null;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  #restart(): void {
    this.#stop();
    this.#keeper = null;
    this.#readyTold = false;
    this.announcing = false;
    this.#window = new LogWindow();
    if (this.tokenProvider === null || this.channel === "" || !this.isConnected) return;
    const url = new URL("/ws/follower", this.server === "" ? location.origin : this.server);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const client = new ParleyClient({
      url: url.href,
      tokenProvider: this.tokenProvider,
      followedChannels: [this.channel],
      network: window,
    });
    this.#client = client;
    const attachments = new Attachments({
      base: new URL("/api", this.server === "" ? location.origin : this.server).href,
      tokenProvider: this.tokenProvider,
    });
    const uploads = new Uploads({
      attachments,
      target: { channelId: this.channel },
      words: this.#words.files,
      limits: () => client.limits,
      changed: () => {
        this.uploadsVersion++;
      },
    });
    this.#files = { links: new Links(attachments), uploads };
    client.on("change", this.#draw);
    client.on("welcome", ({ identity }) => this.#restoreUnsent(client, identity.id));
    client.on("state", ({ phase }) => {
      if (phase === "ready") this.#ready();
    });
    client.on("applied", ({ appended, prepended }) => {
      if (prepended[0] !== undefined) {
        this.#window.prepended(prepended[0].seq - 1);
        this.#stay();
      }
      if (this.#readyTold) appended.forEach((event) => this.#newEvent(event));
    });
    client.start();
  }

  /** What is looked at stays where it is although something comes in above. */
  #stay(): void {
    if (this.scroller !== null) this.#fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
  }

  #earlier(conversationId: string, base: number): void {
    if (this.#window.widen(WIDEN_BY, base)) {
      this.#stay();
      this.requestUpdate();
    } else {
      this.#client?.loadOlder(conversationId);
    }
  }

  #ready(): void {
    if (this.#readyTold) return;
    this.#readyTold = true;
    this.#tell("ready", {});
    // What was there already is not news: the log starts to announce once it is on the screen.
    void this.updateComplete.then(() => {
      this.announcing = true;
    });
  }

  #restoreUnsent(client: ParleyClient, personId: string): void {
    if (this.#keeper !== null) return;
    this.#keeper = new Keeper(this.channel, personId);
    const kept = this.#keeper.read();
    if (this.draft === "") this.draft = kept.drafts[this.channel] ?? "";
    for (const { id, draft } of kept.unsent) client.send(draft, id);
  }

  #newEvent(event: ConversationEvent): void {
    if (event.event === "message-sent") {
      this.#tell("message", { event });
      if (!this.open && event.sender.role !== "FOLLOWER") this.peeking = event;
    } else if (event.event === "conversation-taken") {
      this.#tell("agent-assigned", { owner: event.owner, previousOwner: event.previousOwner ?? null });
    }
  }

  #tell(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** A wait that a banner counts down needs the clock; nothing else does. */
  #tick(): void {
    const counting = this.open && this.#client?.state.phase === "waiting";
    if (counting && this.#ticker === undefined) {
      this.#ticker = setInterval(() => {
        this.now = Date.now();
      }, 1_000);
    } else if (!counting) {
      clearInterval(this.#ticker);
      this.#ticker = undefined;
    }
  }

  readonly #markRead = (): void => {
    const client = this.#client;
    const conversation = client?.summaryIn(this.channel);
    if (!this.open || !this.atBottom || document.visibilityState !== "visible") return;
    if (client === null || conversation === undefined) return;
    const seq = client.thread(conversation.id)?.applied ?? 0;
    if (seq > 0) client.read(conversation.id, seq);
  };

  #unread(): number {
    const client = this.#client;
    const conversation = client?.summaryIn(this.channel);
    if (client === null || conversation === undefined) return 0;
    const readSeq = Math.max(conversation.readSeq, client.readSeq(conversation.id));
    const log = client.thread(conversation.id)?.log ?? [];
    return log.filter((e) => e.seq > readSeq && e.event === "message-sent" && e.sender.role !== "FOLLOWER").length;
  }

  #send(): void {
    const client = this.#client;
    const uploads = this.#files?.uploads;
    const text = this.draft.trim();
    if (client === null || uploads === undefined || (text === "" && uploads.isEmpty)) return;
    if (!uploads.settled) {
      this.problem = this.#words.files.wait;
      return;
    }
    const most = client.limits.messageTextLength ?? Infinity;
    if (text.length > most) {
      this.problem = this.#words.tooLong(most);
      return;
    }
    const attachments = uploads.take();
    if (client.send({ channelId: this.channel, text, attachments }) === null) {
      uploads.putBack(attachments);
      this.problem = this.#words.tooManyWaiting;
      return;
    }
    this.problem = "";
    this.draft = "";
    this.atBottom = true;
    this.#keep();
  }

  #keep(): void {
    this.#keeper?.write({ [this.channel]: this.draft }, this.#client?.outbox.to({ channelId: this.channel }) ?? []);
  }

  get #words(): WidgetStrings {
    return { ...english, ...this.strings };
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const unread = this.#unread();
    const shown = unread > MOST_UNREAD_SHOWN ? `${MOST_UNREAD_SHOWN}+` : String(unread);
    return html`<div class="dock" @keydown=${this.#onKey}>
      ${this.open ? this.#renderPanel(words) : this.#renderPeek()}
      <div class="corner"><button
        class="launcher"
        type="button"
        aria-expanded=${String(this.open)}
        aria-label=${this.open ? words.closeChat : words.openChat}
        aria-description=${unread > 0 && !this.open ? words.unread(unread) : nothing}
        @click=${this.toggle}
      >
        ${this.open ? icons.fold : icons.chat}
      </button>
      ${unread > 0 && !this.open
        ? html`<span class="badge" data-testid="launcher-badge" aria-hidden="true">${shown}</span>`
        : nothing}</div>
    </div>`;
  }

  #renderPeek(): unknown {
    const event = this.peeking;
    return html`<div role="status">
      ${event?.event !== "message-sent"
        ? nothing
        : html`<button class="peek" type="button" data-testid="peek" @click=${this.show}>
            <strong dir="auto">${event.sender.name}</strong
            ><span dir="auto">${event.text ?? event.engagement?.title ?? event.attachments?.[0]?.fileName ?? ""}</span>
          </button>`}
    </div>`;
  }

  #renderPanel(words: WidgetStrings): TemplateResult {
    const client = this.#client;
    const channel = client?.channel(this.channel);
    const name = channel?.name ?? this.channel;
    const conversation = client?.summaryIn(this.channel);
    const owner = conversation?.status === "ACTIVE" ? conversation.owner : undefined;
    const signedOut = client === null || (client.state.phase === "stopped" && client.state.code === 0);
    return html`<section class="panel" role="dialog" aria-label=${words.panel(name)} data-testid="panel" tabindex="-1">
      <div class="head">
        <span class="avatar" aria-hidden="true">${initials(owner?.name ?? name)}</span>
        <div class="titles">
          <h2 dir="auto">${name}</h2>
          <p data-testid="owner" dir="auto">${this.#ownerLine(words, owner)}</p>
        </div>
        <button class="icon" type="button" aria-label=${words.closeChat} title=${words.closeChat} @click=${this.hide}>
          ${icons.close}
        </button>
      </div>
      <div class="connection" role="status" data-testid="connection">${this.#renderConnection(words)}</div>
      ${signedOut ? html`<p class="hello">${words.signIn}</p>` : this.#renderConversation(words, name)}
    </section>`;
  }

  #ownerLine(words: WidgetStrings, owner: Person | undefined): string {
    const client = this.#client;
    if (client?.identity == null) return words.team;
    if (owner !== undefined) return words.talkingTo(owner.name);
    if (client.summaryIn(this.channel)?.status === "UNANSWERED") return words.waiting;
    return client.signals.agentsOnline(this.channel) ? words.online : words.away;
  }

  #renderConnection(words: WidgetStrings): unknown {
    const client = this.#client;
    if (client === null) return nothing;
    const text = connectionText(client.state, words, this.now);
    if (text === null) return nothing;
    const { phase } = client.state;
    // The first connecting is quick and says nothing new.
    if (!this.#readyTold && phase !== "waiting" && phase !== "stopped") return nothing;
    return phase !== "catching-up"
      ? html`${text} <button class="link" type="button" @click=${() => client.retryNow()}>${words.tryNow}</button>`
      : text;
  }

  #renderConversation(words: WidgetStrings, channelName: string): unknown {
    const client = this.#client;
    const files = this.#files;
    if (client?.identity == null || files === null) return html`<p class="hello">${words.connecting}</p>`;
    const channel = client.channel(this.channel);
    if (channel === undefined) return html`<p class="hello">${words.notFollowing}</p>`;
    const conversation = client.summaryIn(this.channel);
    const thread = conversation === undefined ? undefined : client.thread(conversation.id);
    const items = buildTimeline({
      log: thread === undefined ? [] : this.#window.of(thread.log, thread.base, this.atBottom),
      outgoing: client.outbox.to({ channelId: this.channel }),
      self: client.identity,
      reached: client.signals.reached(conversation?.id ?? "", "AGENT"),
    });
    const loading = conversation !== undefined && client.isLoading(conversation.id);
    const typists = conversation === undefined ? [] : client.signals.typists(conversation.id);
    return html`<div class="scroll" @scroll=${this.#onScroll} tabindex=${items.length > 0 ? "0" : nothing}>
        ${items.length === 0 ? this.#renderHello(words, channelName, channel.mode === "ONE_WAY") : nothing}
        ${thread !== undefined && this.#window.from > 0 && conversation !== undefined
          ? html`<button
              class="earlier"
              type="button"
              ?disabled=${loading}
              @click=${() => this.#earlier(conversation.id, thread.base)}
            >
              ${words.earlier}
            </button>`
          : nothing}
        <div class="log" role="log" aria-label=${words.log} aria-live=${this.announcing && !loading ? "polite" : "off"} aria-relevant="additions">
          ${renderItems(items, messageView(words, client, files.links))}
        </div>
        ${this.atBottom || items.length === 0
          ? nothing
          : html`<button class="jump" type="button" @click=${this.#jump}>${icons.down} ${words.newMessages}</button>`}
      </div>
      <div class="typing" data-testid="typing">
        ${typists.length === 0 ? nothing : words.typing(typists.map((person) => person.name))}
      </div>
      ${this.problem === "" ? nothing : html`<p class="error" role="alert">${this.problem}</p>`}
      ${channel.mode === "ONE_WAY"
        ? html`<p class="hint lone" data-testid="one-way">${words.oneWay}</p>`
        : html`${conversation?.status === "FINISHED"
            ? html`<p class="hint" data-testid="finished-hint">${words.finishedHint}</p>`
            : nothing}
          ${this.#renderComposer(words, files.uploads, conversation?.id)}`}`;
  }

  #renderHello(words: WidgetStrings, channelName: string, oneWay: boolean): unknown {
    return oneWay
      ? nothing
      : html`<div class="hello"><div class="big">${icons.chat}</div><p>${words.welcome(channelName)}</p></div>`;
  }

  #renderComposer(words: WidgetStrings, uploads: Uploads, conversationId: string | undefined): TemplateResult {
    const take = (files: File[]): void => uploads.add(files);
    return html`<parley-attach-tray .words=${words.files} .uploads=${uploads} .version=${this.uploadsVersion}></parley-attach-tray>
    <form
      class="composer"
      @dragover=${allowDrop}
      @drop=${(event: DragEvent) => takeFiles(event, take)}
      @paste=${(event: ClipboardEvent) => takeFiles(event, take)}
      @submit=${(event: Event) => {
        event.preventDefault();
        this.#send();
      }}
    >
      <parley-attach-button
        .words=${words.files}
        @files=${(event: CustomEvent<{ files: File[] }>) => take(event.detail.files)}
      ></parley-attach-button>
      <textarea
        rows="1"
        aria-label=${words.message}
        placeholder=${words.placeholder}
        dir="auto"
        enterkeyhint="send"
        .value=${live(this.draft)}
        @input=${(event: InputEvent) => {
          this.draft = (event.target as HTMLTextAreaElement).value;
          this.problem = "";
          if (conversationId !== undefined && this.draft !== "") this.#client?.typing(conversationId);
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          this.#send();
        }}
      ></textarea>
      <button class="icon send" type="submit" aria-label=${words.send} title=${words.send} ?disabled=${this.draft.trim() === "" && uploads.isEmpty}>
        ${icons.send}
      </button>
    </form>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.hide();
  };

  readonly #onScroll = (): void => {
    const scroller = this.scroller;
    if (scroller === null) return;
    this.atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_BOTTOM_PIXELS;
  };

  readonly #jump = (): void => {
    this.atBottom = true;
    this.requestUpdate();
    (this.textarea ?? this.panel)?.focus();
  };
}

function messageView(words: WidgetStrings, client: ParleyClient, links: Links): MessageView {
  return {
    words,
    links,
    notice: (item) => noticeText(item, words),
    name: ({ ours, sender }) => (ours ? null : sender.role === "SYSTEM" ? words.system : sender.name),
    retry: (id) => client.retry(id),
    discard: (id) => client.discard(id),
  };
}

function noticeText({ notice, person }: NoticeItem, words: WidgetStrings): string | null {
  const name = person?.name ?? "";
  switch (notice) {
    case "opened":
      return null;
    case "taken":
      return words.taken(name);
    case "taken-over":
      return words.takenOver(name);
    case "finished":
      return words.finished(name);
  }
}
