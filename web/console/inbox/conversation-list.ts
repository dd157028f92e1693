import { VirtualizerController } from "@tanstack/lit-virtual";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { aboveList } from "./above-list";
import type { ListHead } from "./list-head";
import type { Row } from "./rows";
import "../parts/person-avatar";
import "./conversation-row";
import "./list-head";
import "./list-tabs";

const ROW_PIXELS = 76;
const OVERSCAN = 8;
/** The next page is fetched when fewer rows than this are left below. */
const NEAR_END = 30;

/** The conversations of a channel by status. However many there are, only those in sight are drawn. */
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
      .panel {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        padding-block: 6px;
        scrollbar-width: thin;
      }
      [role="listbox"] {
        position: relative;
      }
      conversation-row {
        position: absolute;
        inset: 0 0 auto;
        block-size: ${ROW_PIXELS}px;
        contain: strict;
      }
      .empty {
        padding: 18vh 28px 0;
        text-align: center;
        text-wrap: balance;
      }
      .empty b {
        display: block;
        margin-block-end: 4px;
        font-weight: 600;
      }
      h2 {
        margin: 0;
        padding: 16px 18px 6px;
        font-size: 12.5px;
        font-weight: 600;
        color: var(--quiet);
      }
      .follower {
        display: flex;
        gap: 11px;
        align-items: center;
        inline-size: calc(100% - 16px);
        margin: 0 8px;
        padding: 8px 10px;
        border: 0;
        border-radius: 10px;
        background: none;
        text-align: start;
      }
      .follower:hover {
        background: var(--hover);
      }
      .follower:focus-visible {
        outline-offset: -2px;
      }
      .foot {
        padding: 14px;
        text-align: center;
      }
    `,
  ];

  @query(".panel") private readonly panel!: HTMLElement | null;
  @query("list-head") private readonly head!: ListHead | null;
  readonly #virtual = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    getScrollElement: () => this.panel,
    count: 0,
    estimateSize: () => ROW_PIXELS,
    overscan: OVERSCAN,
  });
  #list: readonly Row[] = [];
  #shown = "";

  focusSearch(): void {
    this.head?.focusSearch();
  }

  /** Puts the focus on a conversation's row, or on the first. */
  async focusRow(id: string | null): Promise<void> {
    const at = this.#list.findIndex((row) => row.id === id);
    await this.#focusAt(Math.max(0, at));
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const { inbox } = store;
    this.#list = inbox.list;
    const { tab } = inbox;
    return html`<list-head .store=${store}></list-head>
      ${aboveList.map((draw) => draw(store))}
      <list-tabs .store=${store}></list-tabs>
      <div class="panel" role="tabpanel" aria-label=${words.tabs[tab]} tabindex=${this.#list.length === 0 ? 0 : -1}>
        ${this.#list.length === 0 ? this.#renderEmpty() : this.#renderList()}
        ${inbox.problem !== "" && this.#list.length > 0 ? html`<p class="foot">${this.#renderProblem()}</p>` : nothing}
        ${inbox.followers.length === 0 ? nothing : this.#renderFollowers()}
      </div>`;
  }

  #renderList(): TemplateResult {
    const virtualizer = this.#virtual.getVirtualizer();
    virtualizer.setOptions({ ...virtualizer.options, count: this.#list.length });
    const rows = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
      const row = this.#list[index];
      return row === undefined ? [] : [{ row, index, start }];
    });
    return html`<div
      role="listbox"
      aria-label=${words.conversations}
      .style=${`block-size: ${virtualizer.getTotalSize()}px`}
      @keydown=${this.#onKey}
    >
      ${repeat(
        rows,
        ({ row }) => row.id,
        ({ row, index, start }) => this.#renderRow(row, index, start),
      )}
    </div>`;
  }

  #renderRow(row: Row, index: number, start: number): TemplateResult {
    const { store } = this;
    const selected = row.id === store.thread.id;
    const unread = store.hasUnread(row.id);
    return html`<conversation-row
      role="option"
      data-testid="row"
      data-conversation-id=${row.id}
      data-status=${row.status}
      data-index=${index}
      ?data-unread=${unread}
      aria-selected=${String(selected)}
      aria-setsize=${store.inbox.hasMore ? -1 : this.#list.length}
      aria-posinset=${index + 1}
      tabindex=${index === this.#tabbable() ? 0 : -1}
      .style=${`transform: translateY(${start}px)`}
      .row=${row}
      .myId=${store.session.id}
      .hasUnread=${unread}
      .online=${store.client.signals.isOnline(row.channelId, row.follower.id)}
      @click=${() => store.open(row.id)}
    ></conversation-row>`;
  }

  /** One row can be reached by Tab: the open one, or the first in sight. */
  #tabbable(): number {
    const items = this.#virtual.getVirtualizer().getVirtualItems();
    const selected = items.find(({ index }) => this.#list[index]?.id === this.store.thread.id);
    if (selected !== undefined) return selected.index;
    const offset = this.panel?.scrollTop ?? 0;
    return (items.find(({ start }) => start >= offset) ?? items[0])?.index ?? 0;
  }

  protected override updated(): void {
    const { inbox } = this.store;
    const list = `${inbox.tab} ${inbox.whose} ${inbox.search} ${this.store.channelId ?? ""}`;
    // Another list begins at its top.
    if (list !== this.#shown) this.panel?.scrollTo(0, 0);
    this.#shown = list;
    const last = this.#virtual.getVirtualizer().getVirtualItems().at(-1);
    if (last !== undefined && last.index > this.#list.length - NEAR_END && inbox.hasMore && inbox.problem === "") {
      void inbox.loadMore();
    }
  }

  #renderFollowers(): TemplateResult {
    return html`<section aria-label=${words.followers}>
      <h2>${words.followers}</h2>
      ${this.store.inbox.followers.map(
        ({ id, name }) =>
          html`<button class="follower" type="button" title=${words.openFollower(name)} @click=${() => this.store.openFollower(id)}>
            <person-avatar person=${id} name=${name}></person-avatar>
            <span class="cut" dir="auto">${name}</span>
          </button>`,
      )}
    </section>`;
  }

  #renderEmpty(): TemplateResult {
    const { inbox, client } = this.store;
    if (inbox.problem !== "") return html`<p class="empty">${this.#renderProblem()}</p>`;
    if (inbox.loading || client.identity === null) return html`<p class="empty quiet">${words.loading}</p>`;
    if (inbox.searching) return html`<p class="empty">${words.emptySearch}</p>`;
    if (inbox.filtersByOwner) return html`<p class="empty">${words.emptyMine}</p>`;
    return html`<p class="empty"><b>${words.empty[inbox.tab]}</b><span class="quiet">${words.emptyHint[inbox.tab]}</span></p>`;
  }

  #renderProblem(): TemplateResult {
    const { inbox } = this.store;
    return html`<span role="alert">${inbox.problem}</span>
      <button class="link" type="button" @click=${() => inbox.reload()}>${words.tryNow}</button>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = Number(event.target.dataset.index);
    const last = this.#list.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      void this.#focusAt(Math.min(Math.max(to, 0), last));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const id = event.target.dataset.conversationId;
      if (id !== undefined) this.store.open(id);
    }
  };

  /** A row out of sight is scrolled to and drawn first. */
  async #focusAt(index: number): Promise<void> {
    this.#virtual.getVirtualizer().scrollToIndex(index);
    for (let tries = 0; tries < 10; tries++) {
      const row = this.renderRoot.querySelector<HTMLElement>(`[data-index="${index}"]`);
      if (row !== null) {
        row.focus();
        return;
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
      this.requestUpdate();
      await this.updateComplete;
    }
  }
}
