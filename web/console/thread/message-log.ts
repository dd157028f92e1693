import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { icons } from "../../shared/icons";
import { LogWindow } from "../../shared/log-window";
import { renderItems, type MessageView } from "../../shared/message-view";
import { buildTimeline, type MessageItem } from "../../shared/timeline";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { messageStyles } from "./message-styles";
import { noticeText } from "./notice-text";
import "../parts/ask-dialog";

const AT_BOTTOM_PIXELS = 60;
const NEAR_TOP_PIXELS = 160;
const WIDEN_BY = 100;

/** What was said, from the oldest that is loaded to what is still on its way. */
@customElement("message-log")
export class MessageLog extends StoreView {
  static override styles = [
    base,
    messageStyles,
    css`
      :host {
        position: relative;
        flex: 1;
        min-block-size: 0;
        display: flex;
        flex-direction: column;
      }
      .scroll {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        overflow-anchor: none;
        scrollbar-width: thin;
        padding: 8px clamp(12px, 3.5vw, 40px) 14px;
        display: flex;
        flex-direction: column;
      }
      .scroll:focus-visible {
        outline-offset: -3px;
      }
      .log {
        margin-block-start: auto;
        display: flex;
        flex-direction: column;
      }
      .edge {
        margin: 10px auto;
        font-size: 12.5px;
        color: var(--quiet);
      }
      .jump {
        position: absolute;
        inset: auto auto 30px 50%;
        translate: -50% 0;
        display: inline-flex;
        gap: 6px;
        align-items: center;
        padding: 7px 14px;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--raised);
        font-size: 13px;
        font-weight: 550;
        box-shadow: var(--shadow);
      }
      .typing {
        flex: none;
        min-block-size: 22px;
        padding: 0 clamp(12px, 3.5vw, 40px);
        font-size: 12.5px;
        color: var(--quiet);
      }
      .plain {
        margin: auto;
        padding: 24px;
        color: var(--quiet);
      }
    `,
  ];

  @state() private atBottom = true;
  @state() private announcing = false;
  @state() private deleting: number | null = null;
  @query(".scroll") private readonly scroller!: HTMLElement | null;
  #shownId: string | null = null;
  #shownFrom = 0;
  #shownBase = 0;
  /** Seq of the last message that was in sight when the reader went up. */
  #leftAt = 0;
  #window = new LogWindow();
  #heightBefore = 0;
  #topBefore = 0;

  /** Follows the end again, for example after sending. */
  toEnd(): void {
    this.atBottom = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#markRead);
    window.addEventListener("focus", this.#markRead);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#markRead);
    window.removeEventListener("focus", this.#markRead);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { thread } = this.store;
    this.#heightBefore = this.scroller?.scrollHeight ?? 0;
    this.#topBefore = this.scroller?.scrollTop ?? 0;
    if (thread.id !== this.#shownId) {
      this.atBottom = true;
      this.announcing = false;
      this.deleting = null;
      this.#window = new LogWindow();
    }
    const newBase = thread.log?.base ?? 0;
    if (newBase < this.#shownBase) this.#window.prepended(newBase);
    this.#shownBase = newBase;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { thread } = this.store;
    const same = thread.id === this.#shownId;
    const { scroller } = this;
    if (scroller !== null) {
      if (same && this.#window.from < this.#shownFrom) {
        scroller.scrollTop = this.#topBefore + scroller.scrollHeight - this.#heightBefore;
      } else if (this.atBottom) {
        scroller.scrollTop = scroller.scrollHeight;
      }
    }
    this.#shownId = thread.id;
    this.#shownFrom = this.#window.from;
    this.#markRead();
    // What was there already is not news: the log announces only what comes after it was drawn.
    if (thread.log !== undefined && !thread.loading && !this.announcing) {
      void this.updateComplete.then(() => {
        this.announcing = true;
      });
    }
  }

  protected override render(): TemplateResult {
    const { thread, client } = this.store;
    const { log } = thread;
    const id = thread.id ?? "";
    if (thread.problem !== "") return html`<p class="plain" role="alert">${thread.problem}</p>`;
    if (log === undefined || client.identity === null) return html`<p class="plain">${words.loading}</p>`;
    const items = buildTimeline({
      log: this.#window.of(log.log, log.base, this.atBottom),
      outgoing: client.outbox.to({ conversationId: id }),
      self: client.identity,
      reached: client.signals.reached(id, "FOLLOWER"),
    });
    const announce = this.announcing && !thread.loading ? "polite" : "off";
    const complete = log.base === 0 && this.#window.from === 0;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.conversations} @scroll=${this.#onScroll}>
        <p class="edge">${complete ? words.beginning : thread.loading ? words.earlier : nothing}</p>
        <div class="log" role="log" aria-label=${words.messages} aria-live=${announce} aria-relevant="additions">
          ${renderItems(items, this.#view())}
        </div>
      </div>
      ${this.#renderJump(items.filter((item) => item.kind === "message"))}
      <div class="typing" data-testid="typing">${this.#renderTyping(id)}</div>
      ${this.#renderDeleting()}`;
  }

  #view(): MessageView {
    const { store } = this;
    return {
      words,
      links: store.links,
      notice: noticeText,
      name: ({ mine, sender, note }) => {
        if (note) return words.noteBy(mine ? words.you : sender.name);
        return mine ? words.you : sender.role === "SYSTEM" ? words.system : sender.name;
      },
      retry: (id) => store.client.retry(id),
      discard: (id) => store.client.discard(id),
      actions: (item) => this.#renderActions(item),
    };
  }

  /** What was sent can be taken back by its sender, or by a chat admin. */
  #renderActions({ seq, mine, note, deleted, state: itemState }: MessageItem): unknown {
    if (seq === undefined || itemState !== "logged" || note || deleted || !(mine || this.store.isChatAdmin)) return nothing;
    return html`<button
      class="icon delete"
      type="button"
      aria-label=${words.deleteMessage}
      title=${words.deleteMessage}
      @click=${() => {
        this.deleting = seq;
      }}
    >
      ${icons.trash}
    </button>`;
  }

  #renderJump(messages: readonly MessageItem[]): unknown {
    if (this.atBottom) return nothing;
    const fresh = messages.filter(({ seq, mine }) => !mine && (seq ?? 0) > this.#leftAt).length;
    return html`<button class="jump" type="button" @click=${this.#jump}>
      ${icons.down} ${fresh > 0 ? words.newCount(fresh) : words.jump}
    </button>`;
  }

  #renderTyping(id: string): unknown {
    const typists = this.store.client.signals.typists(id);
    return typists.length === 0 ? nothing : words.typing(typists.map((person) => person.name));
  }

  #renderDeleting(): unknown {
    const seq = this.deleting;
    if (seq === null) return nothing;
    const close = (): void => {
      this.deleting = null;
    };
    return html`<ask-dialog
      .title=${words.deleteTitle}
      .confirmText=${words.remove}
      .content=${html`<p>${words.deleteText}</p>`}
      @dismiss=${close}
      @confirm=${() => {
        close();
        void this.store.thread.deleteMessage(seq);
      }}
    ></ask-dialog>`;
  }

  readonly #markRead = (): void => {
    if (this.atBottom && document.visibilityState === "visible" && document.hasFocus()) this.store.thread.sawEverything();
  };

  readonly #onScroll = (): void => {
    const { scroller } = this;
    if (scroller === null) return;
    const atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_BOTTOM_PIXELS;
    if (this.atBottom && !atBottom) this.#leftAt = this.store.thread.log?.applied ?? 0;
    this.atBottom = atBottom;
    if (scroller.scrollTop >= NEAR_TOP_PIXELS) return;
    if (this.#window.widen(WIDEN_BY, this.#shownBase)) this.requestUpdate();
    else void this.store.thread.loadOlder();
  };

  readonly #jump = (): void => {
    this.atBottom = true;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("jumped", { bubbles: true, composed: true }));
  };
}
