import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Channel, ConversationEvent, MessageSent, Person, TokenProvider } from "../client/index";
import { coalesce } from "../shared/coalesce";
import { connectionText, UNNOTICED_MILLIS } from "../shared/connection-text";
import { icons } from "../shared/icons";
import { LogWindow } from "../shared/log-window";
import { renderItems } from "../shared/message-view";
import { setLocale } from "../shared/time";
import { buildTimeline } from "../shared/timeline";
import { languageFor, type Language } from "../strings/language";
import { widget as german } from "../strings/widget.de";
import { widget as english, type WidgetStrings } from "../strings/widget.en";
import { renderComposer } from "./composer";
import { identified, isRemembered, visitorTokens } from "./identity";
import { messageView, ownerLine, renderAvatar, renderHello, renderLauncher, renderPeek, renderPicture } from "./parts";
import { ChatSession } from "./session";
import { styles } from "./styles/index";
import { tokensFrom } from "./token-url";

const CATALOGUE: Readonly<Record<Language, WidgetStrings>> = { en: english, de: german };
/** Where this script came from is where Parley is. */
const HOME = new URL(import.meta.url).origin;
const AT_BOTTOM_PIXELS = 48;
const WIDEN_BY = 100;
/** How long screen readers take to notice what was drawn. */
const SETTLED_MILLIS = 150;
const FULL_SCREEN = "(max-width: 480px)";

/**
 * The chat of one channel for one follower, for any page. `web/README.md` describes attributes,
 * custom properties, methods and events for those who embed it.
 *
 * @fires ready - `{channel}`: connected and caught up for the first time
 * @fires message - `{event}`: a new message, the follower's own included
 * @fires open
 * @fires close
 * @fires agent-assigned - `{owner, previousOwner}`: an agent took the conversation, or another one did
 */
export class ParleyChat extends LitElement {
  static override styles = styles;

  /** The channel's id. */
  @property() channel = "";
  /** Origin of the Parley server; where this script came from when empty. */
  @property() server = "";
  /** Where the page's own server gives the follower's token; see {@link tokensFrom}. */
  @property({ attribute: "token-url" }) tokenUrl = "";
  /** Whoever is not logged in chats as a visitor, where the channel allows it. */
  @property({ type: Boolean }) visitors = false;
  /** Gives the follower's access token; with neither this, `token-url` nor `visitors` the widget asks to log in. */
  @property({ attribute: false }) tokenProvider: TokenProvider | null = null;
  @property({ type: Boolean, reflect: true }) open = false;
  /** Words that replace those of the language. */
  @property({ attribute: false }) strings: Partial<WidgetStrings> = {};

  @state() private draft = "";
  @state() private problem = "";
  @state() private atBottom = true;
  @state() private announcing = false;
  @state() private peeking: MessageSent | null = null;

  @query("textarea") private readonly textarea!: HTMLTextAreaElement | null;
  @query(".scroll") private readonly scroller!: HTMLElement | null;
  @query(".launcher") private readonly launcher!: HTMLButtonElement | null;
  @query(".panel") private readonly panel!: HTMLElement | null;

  #session: ChatSession | null = null;
  /** Only whoever has opened the chat becomes a visitor: nothing is stored about passers-by. */
  #looked = false;
  #troubleSince: number | null = null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** Distance from the end before older messages come in above, to keep the view in place. */
  #fromEnd: number | null = null;
  #window = new LogWindow();
  #focused: Element | null = null;
  /** A phone's keyboard, or a field that grows, takes room from the messages: the last one stays in sight. */
  readonly #resizes = new ResizeObserver(() => this.#stayAtBottom());
  #announceTimer: ReturnType<typeof setTimeout> | undefined;
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

  /** Opens the chat with a text in the field, for the follower to change and send. */
  prefill(text: string): void {
    this.draft = text;
    this.open = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#lookedAt);
    if (this.hasUpdated) this.#restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#lookedAt);
    this.#resizes.disconnect();
    this.#stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const source = ["tokenProvider", "tokenUrl", "visitors", "channel", "server"];
    if (source.some((name) => changed.has(name))) this.#restart();
    if (changed.has("open") && this.open) {
      this.#admitVisitor();
      this.peeking = null;
      this.atBottom = true;
      this.#holdAnnouncing();
    }
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  protected override updated(changed: PropertyValues): void {
    const scroller = this.scroller;
    if (scroller !== null) {
      if (this.#fromEnd !== null) scroller.scrollTop = scroller.scrollHeight - this.#fromEnd;
      else this.#stayAtBottom();
      this.#resizes.observe(scroller);
    }
    this.#fromEnd = null;
    if (changed.has("open") && (this.open || changed.get("open") === true)) {
      this.#tell(this.open ? "open" : "close", null);
      if (this.open) this.#focusInside();
      else this.launcher?.focus();
    } else if (this.open && this.#focused !== null && (!this.#focused.isConnected || this.#focused === this.panel)) {
      // What had the focus is gone, such as the field of a chat that was disabled; or it is there now.
      this.#focusInside();
    }
    this.#markRead();
    this.#resumeAnnouncing();
    this.#tick();
    this.#session?.keep(this.draft);
  }

  readonly #stayAtBottom = (): void => {
    if (this.scroller !== null && this.atBottom) this.scroller.scrollTop = this.scroller.scrollHeight;
  };

  #focusInside(): void {
    (this.textarea ?? this.panel)?.focus();
  }

  #stop(): void {
    this.#session?.stop();
    this.#session = null;
    this.#tick();
  }

  #restart(): void {
    this.#stop();
    this.#troubleSince = null;
    this.#holdAnnouncing();
    this.#window = new LogWindow();
    const tokenProvider = this.tokenProvider ?? this.#tokens();
    if (tokenProvider === null || this.channel === "" || !this.isConnected) return;
    this.#session = new ChatSession({
      server: this.#server,
      channel: this.channel,
      tokenProvider,
      words: this.#words,
      listener: {
        changed: this.#draw,
        ready: () => this.#ready(),
        news: (event) => this.#news(event),
        ownerChanged: (owner, previous) => this.#ownerChanged(owner, previous),
        prepended: (base) => {
          this.#window.prepended(base);
          this.#stay();
          this.#holdAnnouncing();
        },
        draft: (text) => {
          if (this.draft === "") this.draft = text;
        },
      },
    });
  }

  #admitVisitor(): void {
    const first = !this.#looked;
    this.#looked = true;
    const nobody = this.#session === null || this.#session.client.state.phase === "stopped";
    if (first && this.visitors && nobody) this.#restart();
  }

  /** From the page's server, or as a visitor; null with neither. */
  #tokens(): TokenProvider | null {
    const exchange = { server: this.#server, channel: this.channel };
    const otherwise = this.visitors && (this.#looked || isRemembered(exchange)) ? visitorTokens(exchange) : null;
    if (this.tokenUrl === "") return otherwise;
    return tokensFrom(this.tokenUrl, { identify: (token) => identified(token, exchange), otherwise });
  }

  get #server(): string {
    return this.server === "" ? HOME : this.server;
  }

  /** What is looked at stays where it is although something comes in above. */
  #stay(): void {
    if (this.scroller !== null) this.#fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
  }

  /** What the next drawing adds is not news. */
  #holdAnnouncing(): void {
    clearTimeout(this.#announceTimer);
    this.#announceTimer = undefined;
    this.announcing = false;
  }

  /** What was there before is on the screen, and screen readers have seen it come: from now on the log speaks. */
  #resumeAnnouncing(): void {
    if (this.announcing || !this.open || this.#session?.ready !== true || this.#session.loading) return;
    this.#announceTimer ??= setTimeout(() => {
      this.announcing = true;
    }, SETTLED_MILLIS);
  }

  #earlier(base: number): void {
    if (this.#window.widen(WIDEN_BY, base)) {
      this.#stay();
      this.#holdAnnouncing();
    } else {
      this.#session?.loadOlder();
    }
  }

  #ready(): void {
    if (!this.open) this.peeking = this.#session?.unread().at(-1) ?? null;
    this.#tell("ready", { channel: this.#session?.channel ?? null });
  }

  #news(event: ConversationEvent): void {
    if (event.event === "message-sent") {
      this.#tell("message", { event });
      if (!this.open && event.sender.role !== "FOLLOWER") this.peeking = event;
    } else if (event.event === "message-deleted" && event.deletedSeq === this.peeking?.seq) {
      this.peeking = null;
    }
  }

  #ownerChanged(owner: Person, previousOwner: Person | null): void {
    this.#tell("agent-assigned", { owner, previousOwner });
  }

  #tell(type: string, detail: object | null): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** While the connection is in trouble the clock is needed: to wait before saying so, and to count down. */
  #tick(): void {
    const phase = this.#session?.client.state.phase ?? "ready";
    if (phase === "ready") {
      this.#troubleSince = null;
      clearInterval(this.#ticker);
      this.#ticker = undefined;
    } else {
      this.#troubleSince ??= Date.now();
      this.#ticker ??= setInterval(this.#draw, 1_000);
    }
  }

  readonly #lookedAt = (): void => {
    if (document.visibilityState !== "visible") return;
    this.#session?.client.checkConnection();
    this.#markRead();
  };

  #markRead(): void {
    if (this.open && this.atBottom && document.visibilityState === "visible") this.#session?.markRead();
  }

  #input(text: string): void {
    this.draft = text;
    this.problem = "";
    if (text !== "") this.#session?.typing();
  }

  #send(): void {
    const session = this.#session;
    const text = this.draft.trim();
    if (session === null || (text === "" && session.uploads.isEmpty)) return;
    if (!session.uploads.settled) {
      this.problem = this.#words.files.wait;
      return;
    }
    const most = session.client.limits.messageTextLength ?? Infinity;
    if (text.length > most) {
      this.problem = this.#words.tooLong(most);
    } else if (session.send(text)) {
      this.problem = "";
      this.draft = "";
      this.atBottom = true;
      session.keep("");
    } else {
      this.problem = this.#words.tooManyWaiting;
    }
  }

  get #words(): WidgetStrings {
    const page = this.closest<HTMLElement>("[lang]")?.lang;
    const language = languageFor(page, ...navigator.languages);
    setLocale(navigator.languages.find((tag) => tag.startsWith(language)) ?? language);
    return { ...CATALOGUE[language], ...this.strings };
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    return html`<div class="dock" @keydown=${this.#onKey}>
      ${this.open
        ? this.#renderPanel(words)
        : renderPeek({
            words,
            message: this.peeking,
            show: () => this.show(),
            dismiss: () => {
              this.peeking = null;
              this.launcher?.focus();
            },
          })}
      ${renderLauncher({ words, open: this.open, unread: this.#session?.unread().length ?? 0, toggle: () => this.toggle() })}
    </div>`;
  }

  #renderPanel(words: WidgetStrings): TemplateResult {
    const session = this.#session;
    const channel = session?.channel ?? { name: this.channel };
    const owner = session?.owner ?? null;
    return html`<section
      class="panel"
      role="dialog"
      aria-label=${words.panel(channel.name)}
      aria-modal=${matchMedia(FULL_SCREEN).matches ? "true" : nothing}
      data-testid="panel"
      tabindex="-1"
    >
      <div class="head">
        <span class="faces">${renderPicture(channel, this.#server)}${owner === null ? nothing : renderAvatar(owner)}</span>
        <div class="titles">
          <h2 dir="auto">${channel.name}</h2>
          <p data-testid="owner" dir="auto">${session === null ? nothing : ownerLine(session, words)}</p>
        </div>
        <button class="icon" type="button" aria-label=${words.closeChat} title=${words.closeChat} @click=${this.hide}>
          ${icons.close}
        </button>
      </div>
      ${this.#renderConnection(words)}
      ${session === null || session.signedOut
        ? html`<p class="empty">${words.signIn}</p>`
        : this.#renderConversation(words, session)}
    </section>`;
  }

  #renderConnection(words: WidgetStrings): TemplateResult {
    const client = this.#session?.client;
    const now = Date.now();
    const trouble = client !== undefined && this.#troubleSince !== null && now - this.#troubleSince >= UNNOTICED_MILLIS;
    const text = trouble && !this.#session?.signedOut ? connectionText(client.state, words, now) : null;
    const waiting = client?.state.phase === "waiting" && !client.state.offline;
    return html`<div class="connection" role="status" data-testid="connection">
      ${text === null
        ? nothing
        : html`<span>${text}</span>${waiting
              ? html` <button class="link" type="button" @click=${() => client.retryNow()}>${words.tryNow}</button>`
              : nothing}`}
    </div>`;
  }

  #renderConversation(words: WidgetStrings, session: ChatSession): TemplateResult {
    const { self, channel } = session;
    if (self === null) return html`<p class="empty">${words.connecting}</p>`;
    if (channel === null && session.client.identity !== null) return html`<p class="empty">${words.notFollowing}</p>`;
    const typists = session.typists.map(({ name }) => name);
    return html`${this.#renderLog(words, session)}
      <div class="typing" data-testid="typing">
        ${typists.length === 0 ? nothing : html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${words.typing(typists)}`}
      </div>
      ${this.problem === "" ? nothing : html`<p class="error" role="alert">${this.problem}</p>`}
      ${channel === null ? nothing : this.#renderFoot(words, session, channel)}`;
  }

  #renderLog(words: WidgetStrings, session: ChatSession): TemplateResult {
    const { self, thread, channel, conversation, client } = session;
    const items = self === null ? [] : buildTimeline({
      log: thread === null ? [] : this.#window.of(thread.log, thread.base, this.atBottom),
      outgoing: session.outgoing,
      self,
      reached: client.signals.reached(conversation?.id ?? "", "AGENT"),
    });
    const more = thread !== null && items.length > 0 && this.#window.from > 0;
    return html`<div class="scroll" @scroll=${this.#onScroll} tabindex=${items.length > 0 ? "0" : nothing}>
      ${items.length > 0 || channel === null ? nothing : renderHello(channel, this.#server, words)}
      ${more
        ? html`<button class="earlier" type="button" ?disabled=${session.loading} @click=${() => this.#earlier(thread.base)}>
            ${session.loading ? words.loading : words.earlier}
          </button>`
        : nothing}
      <div class="log" role="log" aria-label=${words.log} aria-live=${this.announcing ? "polite" : "off"} aria-relevant="additions">
        ${renderItems(items, messageView(words, session))}
      </div>
      ${this.atBottom || items.length === 0
        ? nothing
        : html`<button class="jump" type="button" @click=${this.#jump}>${icons.down} ${words.newMessages}</button>`}
    </div>`;
  }

  #renderFoot(words: WidgetStrings, { conversation, uploads }: ChatSession, { mode }: Channel): TemplateResult {
    if (mode === "ONE_WAY") {
      return html`<div class="one-way" data-testid="one-way">
        ${icons.megaphone}
        <p>${words.oneWay} ${this.draft === "" ? nothing : html`<span data-testid="draft-kept">${words.draftKept}</span>`}</p>
      </div>`;
    }
    return html`${conversation?.status === "FINISHED"
        ? html`<p class="hint" data-testid="finished-hint">${words.finishedHint}</p>`
        : nothing}
      ${renderComposer({ words, draft: this.draft, uploads, input: (text) => this.#input(text), send: () => this.#send() })}`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!this.open) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.hide();
    } else if (event.key === "Tab" && matchMedia(FULL_SCREEN).matches) {
      this.#stayInside(event);
    }
  };

  /** Over the whole screen nothing else is there to be reached. */
  #stayInside(event: KeyboardEvent): void {
    const stops = [...(this.panel?.querySelectorAll<HTMLElement>("button:not(:disabled), textarea, a[href], [tabindex='0']") ?? [])];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (this.shadowRoot?.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }

  readonly #onScroll = (): void => {
    const scroller = this.scroller;
    if (scroller === null) return;
    this.atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_BOTTOM_PIXELS;
  };

  readonly #jump = (): void => {
    this.atBottom = true;
    this.#focusInside();
  };
}
