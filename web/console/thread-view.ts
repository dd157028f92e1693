import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { allowDrop, takeFiles } from "../shared/attachments/index";
import { icons } from "../shared/icons";
import { LogWindow } from "../shared/log-window";
import { renderItems, type MessageView } from "../shared/message-view";
import { hueIndex, initials } from "../shared/text";
import { dateAndTime } from "../shared/time";
import { buildTimeline, type NoticeItem } from "../shared/timeline";
import { console_ as words } from "../strings/en";
import { messageStyles } from "./message-styles";
import type { Row } from "./rows";
import { AVATAR_COLOURS, StoreView, base } from "./store-view";

const AT_BOTTOM_PIXELS = 60;
const NEAR_TOP_PIXELS = 120;
const WIDEN_BY = 100;

/** One conversation: who it is with, what was said, and the box to answer in. */
@customElement("thread-view")
export class ThreadView extends StoreView {
  static override styles = [
    base,
    messageStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        min-block-size: 0;
        background: var(--surface);
      }
      .pick {
        margin: auto;
        padding: 24px;
        text-align: center;
        color: var(--quiet);
      }
      .pick .big {
        font-size: 44px;
        line-height: 1;
        color: var(--accent);
      }
      .pick h2 {
        margin: 8px 0 4px;
        font-size: 19px;
        color: var(--text);
      }
      .head {
        flex: none;
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 10px 14px;
        border-block-end: 1px solid var(--line);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
      }
      .who h2 {
        margin: 0;
        font-size: 17px;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        align-items: center;
        font-size: 13.5px;
        color: var(--quiet);
      }
      .status {
        padding: 0 9px;
        border-radius: 10px;
        font-size: 12.5px;
        font-weight: 650;
        line-height: 20px;
        color: var(--text);
        background: color-mix(in srgb, var(--text) 10%, transparent);
      }
      .status[data-status="UNANSWERED"] {
        background: #b3261e;
        color: #fff;
      }
      .status[data-status="ACTIVE"] {
        background: var(--accent);
        color: var(--on-accent);
      }
      .owner.other {
        color: var(--warn-text);
        background: var(--warn-surface);
        padding: 0 8px;
        border-radius: 8px;
        font-weight: 600;
      }
      .back {
        display: none;
      }
      .scroll {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        overflow-anchor: none;
        padding: 8px clamp(12px, 3vw, 28px) 12px;
        display: flex;
        flex-direction: column;
      }
      .log {
        margin-block-start: auto;
        display: flex;
        flex-direction: column;
      }
      .edge {
        margin: 8px auto;
        font-size: 13px;
        color: var(--quiet);
      }
      .jump {
        position: sticky;
        inset-block-end: 4px;
        align-self: center;
        display: inline-flex;
        gap: 6px;
        align-items: center;
        padding: 7px 14px;
        border: 0;
        border-radius: 999px;
        background: var(--text);
        color: var(--surface);
        box-shadow: 0 3px 10px rgb(0 0 0 / 25%);
      }
      .typing {
        flex: none;
        min-block-size: 22px;
        padding: 0 clamp(12px, 3vw, 28px);
        font-size: 13px;
        color: var(--quiet);
      }
      .composer {
        flex: none;
        display: flex;
        gap: 10px;
        align-items: flex-end;
        padding: 10px clamp(12px, 2vw, 20px) 6px;
        border-block-start: 1px solid var(--line);
      }
      textarea {
        flex: 1;
        min-inline-size: 0;
        min-block-size: 44px;
        max-block-size: 190px;
        field-sizing: content;
        resize: none;
        padding: 10px 14px;
        border: 1px solid var(--control);
        border-radius: 11px;
        background: var(--raised);
      }
      textarea::placeholder {
        color: var(--quiet);
        opacity: 1;
      }
      .composer .button {
        min-block-size: 44px;
      }
      .keys {
        margin: 0;
        padding: 0 clamp(12px, 2vw, 20px) 8px;
        font-size: 12.5px;
        color: var(--quiet);
      }
      .problem {
        margin: 0;
        padding: 6px 20px 0;
        color: var(--danger);
      }
      @media (max-width: 760px) {
        .back {
          display: grid;
        }
        .close {
          display: none;
        }
        .head {
          padding: 8px;
          gap: 8px;
        }
        .head .avatar {
          display: none;
        }
        .keys {
          display: none;
        }
        .composer {
          padding-block-end: 10px;
        }
        textarea {
          font-size: 16px;
        }
      }
    `,
  ];

  @state() private atBottom = true;
  @state() private announcing = false;
  @state() private problem = "";
  @query(".scroll") private readonly scroller!: HTMLElement | null;
  @query("textarea") private readonly textarea!: HTMLTextAreaElement | null;
  #shownId: string | null = null;
  #shownFrom = 0;
  #shownBase = 0;
  #window = new LogWindow();
  #heightBefore = 0;
  #topBefore = 0;

  #view(): MessageView {
    return {
    words,
    links: this.store.links,
    notice: noticeText,
    name: ({ mine, sender }) => (mine ? words.you : sender.role === "SYSTEM" ? words.system : sender.name),
    retry: (id) => this.store.client.retry(id),
    discard: (id) => this.store.client.discard(id),
    };
  }

  /** Puts the cursor into the answer. */
  focusComposer(): void {
    this.textarea?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#markRead);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#markRead);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#heightBefore = this.scroller?.scrollHeight ?? 0;
    this.#topBefore = this.scroller?.scrollTop ?? 0;
    if (this.store.selectedId !== this.#shownId) {
      this.atBottom = true;
      this.announcing = false;
      this.problem = "";
      this.#window = new LogWindow();
    }
    const base = this.store.client.thread(this.store.selectedId ?? "")?.base ?? 0;
    if (base < this.#shownBase) this.#window.prepended(base);
    this.#shownBase = base;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { selectedId } = this.store;
    const thread = selectedId === null ? undefined : this.store.client.thread(selectedId);
    const same = selectedId === this.#shownId;
    const scroller = this.scroller;
    if (scroller !== null) {
      if (same && this.#window.from < this.#shownFrom) {
        scroller.scrollTop = this.#topBefore + scroller.scrollHeight - this.#heightBefore;
      } else if (this.atBottom) {
        scroller.scrollTop = scroller.scrollHeight;
      }
    }
    if (!same) this.focusComposer();
    this.#shownId = selectedId;
    this.#shownFrom = this.#window.from;
    this.#markRead();
    // What was there already is not news: the log announces only what comes after it was drawn.
    if (thread !== undefined && !this.store.loadingThread && !this.announcing) {
      void this.updateComplete.then(() => {
        this.announcing = true;
      });
    }
  }

  protected override render(): TemplateResult {
    const { store } = this;
    if (store.selectedId === null) return this.#renderNothing();
    const row = store.selected;
    return html`${row === undefined ? this.#renderBareHead() : this.#renderHead(row)} ${this.#renderLog(row)}
      ${row === undefined ? nothing : this.#renderComposer(row)}`;
  }

  #renderNothing(): TemplateResult {
    return html`<div class="pick">
      <div class="big">${icons.chat}</div>
      <h2>${words.pick}</h2>
      <p>${words.pickHint}</p>
    </div>`;
  }

  #renderBack(): TemplateResult {
    return html`<button class="icon back" type="button" aria-label=${words.back} title=${words.back} @click=${() => this.store.close()}>
      ${icons.back}
    </button>`;
  }

  #renderBareHead(): TemplateResult {
    return html`<header class="head">${this.#renderBack()}</header>`;
  }

  #renderHead(row: Row): TemplateResult {
    const { store } = this;
    const online = store.client.signals.isOnline(row.channelId, row.follower.id);
    return html`<header class="head">
      ${this.#renderBack()}
      <span class="avatar c${hueIndex(row.follower.id, AVATAR_COLOURS)}" aria-hidden="true">${initials(row.follower.name)}</span>
      <div class="who">
        <h2 class="cut" dir="auto">${row.follower.name}</h2>
        <div class="facts">
          <span class="status" data-testid="status" data-status=${row.status}>${words.tabs[row.status]}</span>
          ${this.#renderOwner(row)}
          ${row.status === "FINISHED" && row.finishedBy !== undefined && row.finishedAt !== undefined
            ? html`<span data-testid="finished-by" dir="auto"
                >${words.finishedBy(row.finishedBy.name, dateAndTime(new Date(row.finishedAt)))}</span
              >`
            : nothing}
          ${online ? html`<span data-testid="follower-online">${words.followerOnline}</span>` : nothing}
        </div>
      </div>
      ${row.status === "ACTIVE"
        ? html`<button class="button" type="button" @click=${() => store.finish()}>${icons.check} ${words.finish}</button>`
        : nothing}
      <button
        class="icon details"
        type="button"
        aria-label=${words.details}
        title=${words.details}
        @click=${() => this.dispatchEvent(new CustomEvent("details", { bubbles: true, composed: true }))}
      >
        ${icons.person}
      </button>
      <button class="icon close" type="button" aria-label=${words.closeThread} title=${words.closeThread} @click=${() => store.close()}>
        ${icons.close}
      </button>
    </header>`;
  }

  #renderOwner(row: Row): unknown {
    if (row.owner === undefined) {
      return row.status === "UNANSWERED" ? html`<span data-testid="owner">${words.noOwner}</span>` : nothing;
    }
    return this.store.isMe(row.owner)
      ? html`<span class="owner" data-testid="owner">${words.ownedByYou}</span>`
      : html`<span class="owner other" data-testid="owner" dir="auto">${words.ownedBy(row.owner.name)}</span>`;
  }

  #renderLog(row: Row | undefined): TemplateResult {
    const { store } = this;
    const id = store.selectedId ?? "";
    const thread = store.client.thread(id);
    if (store.threadProblem !== "") return html`<p class="pick" role="alert">${store.threadProblem}</p>`;
    if (thread === undefined || store.client.identity === null) return html`<p class="pick">${words.loading}</p>`;
    const items = buildTimeline({
      log: this.#window.of(thread.log, thread.base, this.atBottom),
      outgoing: store.client.outbox.to({ conversationId: id }),
      self: store.client.identity,
      reached: store.client.signals.reached(id, "FOLLOWER"),
    });
    const typists = store.client.signals.typists(id);
    const announce = this.announcing && !store.loadingThread ? "polite" : "off";
    return html`<div class="scroll" tabindex="0" @scroll=${this.#onScroll}>
        <p class="edge">${thread.base > 0 || this.#window.from > 0 ? (store.loadingThread ? words.earlier : nothing) : words.beginning}</p>
        <div class="log" role="log" aria-label=${words.messages} aria-live=${announce} aria-relevant="additions">
          ${renderItems(items, this.#view())}
        </div>
        ${this.atBottom
          ? nothing
          : html`<button class="jump" type="button" @click=${this.#jump}>${icons.down} ${words.newMessages}</button>`}
      </div>
      <div class="typing" data-testid="typing">
        ${row === undefined || typists.length === 0 ? nothing : words.typing(typists.map((person) => person.name))}
      </div>`;
  }

  #renderComposer(row: Row): TemplateResult {
    const { store } = this;
    const draft = store.drafts[row.id] ?? "";
    const placeholder =
      row.status === "ACTIVE" && row.owner !== undefined && !store.isMe(row.owner)
        ? words.placeholder.OWNED(row.owner.name)
        : words.placeholder[row.status];
    return html`${this.problem === "" ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <parley-attach-tray .words=${words.files} .uploads=${store.uploads(row.id)} .version=${store.uploadsVersion}></parley-attach-tray>
      <form
        class="composer"
        @dragover=${allowDrop}
        @drop=${(event: DragEvent) => takeFiles(event, (files) => store.uploads(row.id).add(files))}
        @paste=${(event: ClipboardEvent) => takeFiles(event, (files) => store.uploads(row.id).add(files))}
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#send();
        }}
      >
        <parley-attach-button
          .words=${words.files}
          @files=${(event: CustomEvent<{ files: File[] }>) => store.uploads(row.id).add(event.detail.files)}
        ></parley-attach-button>
        <textarea
          rows="1"
          aria-label=${words.message}
          placeholder=${placeholder}
          dir="auto"
          .value=${live(draft)}
          @input=${(event: InputEvent) => {
            this.problem = "";
            store.setDraft((event.target as HTMLTextAreaElement).value);
          }}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
            event.preventDefault();
            this.#send();
          }}
        ></textarea>
        <button class="button primary" type="submit" ?disabled=${draft.trim() === "" && store.uploads(row.id).isEmpty}>${words.send}</button>
      </form>
      <p class="keys">${words.sendKeys}</p>`;
  }

  #send(): void {
    this.problem = this.store.send() ?? "";
    this.atBottom = true;
  }

  readonly #markRead = (): void => {
    if (this.atBottom && document.visibilityState === "visible" && document.hasFocus()) this.store.sawEverything();
  };

  readonly #onScroll = (): void => {
    const scroller = this.scroller;
    if (scroller === null) return;
    this.atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_BOTTOM_PIXELS;
    if (scroller.scrollTop >= NEAR_TOP_PIXELS) return;
    if (this.#window.widen(WIDEN_BY, this.#shownBase)) this.requestUpdate();
    else void this.store.loadOlder();
  };

  readonly #jump = (): void => {
    this.atBottom = true;
    this.requestUpdate();
    this.focusComposer();
  };
}

function noticeText({ notice, person, previous }: NoticeItem): string {
  const name = person?.name ?? "";
  switch (notice) {
    case "opened":
      return words.opened;
    case "taken":
      return words.taken(name);
    case "taken-over":
      return words.takenOver(name, previous?.name ?? "");
    case "finished":
      return words.finished(name);
  }
}
