import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ConversationStatus } from "../client/index";
import { icons } from "../shared/icons";
import { hueIndex, initials } from "../shared/text";
import { briefly, duration } from "../shared/time";
import { console_ as words } from "../strings/en";
import type { Row } from "./rows";
import { AVATAR_COLOURS, StoreView, base } from "./store-view";

const TABS = ["UNANSWERED", "ACTIVE", "FINISHED"] as const satisfies ConversationStatus[];
const TICK_MILLIS = 1_000;

/** The conversations of a channel by status, with how long each has been waiting. */
@customElement("conversation-list")
export class ConversationList extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        background: var(--surface);
      }
      .tabs {
        display: flex;
        padding: 0 8px;
        border-block-end: 1px solid var(--line);
      }
      .tabs button {
        flex: 1;
        display: flex;
        flex-direction: column-reverse;
        align-items: center;
        padding: 8px 4px 6px;
        border: 0;
        border-block-end: 3px solid transparent;
        background: none;
        color: var(--quiet);
        font-size: 13.5px;
        font-weight: 600;
      }
      .tabs button[aria-selected="true"] {
        border-color: var(--accent);
        color: var(--text);
      }
      .tabs button:focus-visible {
        outline-offset: -3px;
      }
      .count {
        min-inline-size: 26px;
        padding: 0 8px;
        border-radius: 13px;
        font-size: 17px;
        font-weight: 700;
        line-height: 26px;
        font-variant-numeric: tabular-nums;
      }
      .count.waiting {
        background: #b3261e;
        color: #fff;
      }
      .search {
        position: relative;
        padding: 10px 12px;
      }
      .search svg {
        position: absolute;
        inset: 21px auto auto 24px;
        color: var(--quiet);
      }
      .search input {
        inline-size: 100%;
        min-block-size: 38px;
        padding: 6px 12px 6px 36px;
        border: 1px solid var(--control);
        border-radius: 9px;
        background: var(--raised);
      }
      .search input::placeholder {
        color: var(--quiet);
        opacity: 1;
      }
      .panel {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      .row {
        position: relative;
        display: grid;
        grid-template-columns: 40px minmax(0, 1fr) auto;
        gap: 1px 12px;
        padding: 11px 14px;
        border-block-end: 1px solid var(--line);
        cursor: pointer;
      }
      .row:hover {
        background: color-mix(in srgb, var(--accent) 6%, var(--surface));
      }
      .row[aria-selected="true"] {
        background: color-mix(in srgb, var(--accent) 14%, var(--surface));
        box-shadow: inset 4px 0 var(--accent);
      }
      .row:focus-visible {
        outline-offset: -3px;
      }
      .row .avatar {
        grid-row: span 3;
      }
      .name {
        font-weight: 650;
      }
      .row[data-unread] .preview {
        font-weight: 650;
        color: var(--text);
      }
      .preview {
        color: var(--quiet);
        grid-column: 2;
      }
      .row:not([data-unread]) .preview {
        grid-column: 2 / 4;
      }
      .foot {
        grid-column: 2 / 4;
        display: flex;
        gap: 4px 10px;
        flex-wrap: wrap;
        font-size: 13px;
        color: var(--quiet);
      }
      .owner {
        display: inline-flex;
        gap: 4px;
        align-items: center;
      }
      .waiting-time {
        display: inline-flex;
        gap: 5px;
        align-items: center;
        font-variant-numeric: tabular-nums;
        color: var(--text);
      }
      .waiting-time.long {
        color: var(--danger);
        font-weight: 600;
      }
      .when {
        font-size: 13px;
        color: var(--quiet);
        white-space: nowrap;
      }
      .unread {
        justify-self: end;
        align-self: center;
        min-inline-size: 22px;
        padding: 0 6px;
        border-radius: 11px;
        background: var(--accent);
        color: var(--on-accent);
        font-size: 12.5px;
        font-weight: 700;
        line-height: 21px;
        text-align: center;
      }
      .empty {
        padding: 36px 20px;
        text-align: center;
        color: var(--quiet);
      }
      h2 {
        margin: 0;
        padding: 16px 14px 6px;
        font-size: 13px;
        color: var(--quiet);
      }
      .follower {
        display: flex;
        gap: 12px;
        align-items: center;
        inline-size: 100%;
        padding: 8px 14px;
        border: 0;
        background: none;
        text-align: start;
      }
      .follower:hover {
        background: color-mix(in srgb, var(--accent) 6%, var(--surface));
      }
      .follower:focus-visible {
        outline-offset: -3px;
      }
      .more {
        padding: 14px;
        text-align: center;
      }
    `,
  ];

  @state() private now = Date.now();
  #ticker: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ticker = setInterval(() => {
      this.now = Date.now();
    }, TICK_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticker);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const waiting = this.store.rows.counts.UNANSWERED ?? 0;
    document.title = waiting > 0 ? `(${waiting}) ${words.title}` : words.title;
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const { list, tab } = store;
    return html`<div class="tabs" role="tablist" aria-label=${words.conversations} @keydown=${this.#onTabKey}>
        ${TABS.map((status) => this.#renderTab(status))}
      </div>
      <div class="search">
        ${icons.search}
        <input
          type="search"
          aria-label=${words.search}
          placeholder=${words.searchPlaceholder}
          .value=${store.search}
          @input=${(event: InputEvent) => store.setSearch((event.target as HTMLInputElement).value)}
        />
      </div>
      <div class="panel" role="tabpanel" id="panel" aria-labelledby="tab-${tab}">
        ${list.length === 0
          ? this.#renderEmpty()
          : html`<div role="listbox" aria-label=${words.conversations} @keydown=${this.#onListKey}>
              ${repeat(
                list,
                (row) => row.id,
                (row, index) => this.#renderRow(row, index),
              )}
            </div>`}
        ${store.listProblem !== "" && list.length > 0
          ? html`<div class="more">${this.#renderProblem()}</div>`
          : nothing}
        ${store.hasMore && list.length > 0
          ? html`<div class="more">
              <button class="button" type="button" ?disabled=${store.loadingList} @click=${() => store.loadMore()}>
                ${store.loadingList ? words.loading : words.more}
              </button>
            </div>`
          : nothing}
        ${store.followers.length === 0 ? nothing : this.#renderFollowers()}
      </div>`;
  }

  #renderFollowers(): TemplateResult {
    return html`<section aria-label=${words.followers}>
      <h2>${words.followers}</h2>
      ${this.store.followers.map(
        ({ id, name }) =>
          html`<button class="follower" type="button" title=${words.openFollower(name)} @click=${() => this.store.openFollower(id)}>
            <span class="avatar c${hueIndex(id, AVATAR_COLOURS)}" aria-hidden="true">${initials(name)}</span>
            <span class="cut" dir="auto">${name}</span>
          </button>`,
      )}
    </section>`;
  }

  #renderTab(status: (typeof TABS)[number]): TemplateResult {
    const { store } = this;
    const selected = store.tab === status;
    const count = store.rows.counts[status];
    const waiting = status === "UNANSWERED" && (count ?? 0) > 0;
    return html`<button
      role="tab"
      type="button"
      id="tab-${status}"
      aria-selected=${String(selected)}
      aria-controls="panel"
      tabindex=${selected ? 0 : -1}
      @click=${() => store.setTab(status)}
    >
      ${words.tabs[status]}
      <span class="count ${waiting ? "waiting" : ""}" data-testid="count-${status}">${count ?? "–"}</span>
    </button>`;
  }

  #renderEmpty(): TemplateResult {
    const { store } = this;
    if (store.listProblem !== "") return html`<div class="empty">${this.#renderProblem()}</div>`;
    if (store.loadingList || store.client.identity === null) return html`<p class="empty">${words.loading}</p>`;
    return html`<p class="empty">${store.search.trim() === "" ? words.empty[store.tab] : words.emptySearch}</p>`;
  }

  #renderProblem(): TemplateResult {
    return html`<span role="alert">${this.store.listProblem}</span>
      <button class="link" type="button" @click=${() => this.store.reload()}>${words.tryNow}</button>`;
  }

  #renderRow(row: Row, index: number): TemplateResult {
    const { store } = this;
    const selected = row.id === store.selectedId;
    const tabbable = selected || (index === 0 && !store.list.some((other) => other.id === store.selectedId));
    const waited = row.waitingSince === undefined ? null : this.now - Date.parse(row.waitingSince);
    return html`<div
      class="row"
      role="option"
      data-testid="row"
      data-conversation-id=${row.id}
      data-status=${row.status}
      ?data-unread=${row.unread > 0}
      aria-selected=${String(selected)}
      tabindex=${tabbable ? 0 : -1}
      @click=${() => store.open(row.id)}
    >
      <span class="avatar c${hueIndex(row.follower.id, AVATAR_COLOURS)}" aria-hidden="true">${initials(row.follower.name)}</span>
      <span class="name cut" data-testid="row-name" dir="auto">${row.follower.name}</span>
      <time class="when" datetime=${row.lastActivityAt}>${briefly(new Date(row.lastActivityAt))}</time>
      <span class="preview cut" data-testid="row-preview" dir="auto">${this.#preview(row)}</span>
      ${row.unread > 0
        ? html`<span class="unread" data-testid="row-unread" aria-label=${words.unread(row.unread)}>${row.unread}</span>`
        : nothing}
      <span class="foot">
        ${waited === null
          ? nothing
          : html`<span class="waiting-time ${waited > 300_000 ? "long" : ""}" data-testid="row-waiting"
              >${icons.clock} ${words.waitingFor(duration(waited))}</span
            >`}
        ${row.owner === undefined
          ? nothing
          : html`<span class="owner">${icons.person}<span data-testid="row-owner" dir="auto">${store.isMe(row.owner) ? words.you : row.owner.name}</span></span>`}
        ${row.status === "FINISHED" && row.finishedBy !== undefined && row.finishedAt !== undefined
          ? html`<span>${words.finishedBy(row.finishedBy.name, briefly(new Date(row.finishedAt)))}</span>`
          : nothing}
      </span>
    </div>`;
  }

  #preview(row: Row): string {
    const last = row.lastMessage;
    if (last === undefined) return "";
    const text = last.text ?? words.attachments(1);
    if (last.sender.role === "FOLLOWER") return text;
    return `${this.store.isMe(last.sender) ? words.you : last.sender.name}: ${text}`;
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = TABS.findIndex((status) => status === this.store.tab);
    const next = TABS[(at + by + TABS.length) % TABS.length] ?? "UNANSWERED";
    this.store.setTab(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus());
  };

  readonly #onListKey = (event: KeyboardEvent): void => {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
    const at = rows.findIndex((row) => row === event.target);
    if (at === -1) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      rows[Math.min(Math.max(to, 0), rows.length - 1)]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const id = rows[at]?.dataset.conversationId;
      if (id !== undefined) void this.store.open(id);
    }
  };
}
