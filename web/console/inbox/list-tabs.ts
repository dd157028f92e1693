import { css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { TABS } from "./inbox";

/** The tabs of the list, with how many conversations each has at this moment. */
@customElement("list-tabs")
export class ListTabs extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        gap: 2px;
        padding: 0 10px;
        border-block-end: 1px solid var(--line);
      }
      button {
        flex: 1 1 auto;
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 5px;
        min-block-size: 42px;
        padding: 0 4px;
        border: 0;
        border-block-end: 2px solid transparent;
        margin-block-end: -1px;
        background: none;
        color: var(--quiet);
        font-size: 13px;
        font-weight: 550;
        white-space: nowrap;
      }
      button:hover {
        color: var(--text);
      }
      button[aria-selected="true"] {
        border-color: var(--accent);
        color: var(--text);
      }
      button:focus-visible {
        outline-offset: -3px;
        border-radius: 8px;
      }
      .count {
        min-inline-size: 20px;
        padding: 0 5px;
        border-radius: 10px;
        background: var(--bubble);
        color: var(--text);
        font-size: 12px;
        font-weight: 600;
        line-height: 20px;
        font-variant-numeric: tabular-nums;
      }
      .count.waiting {
        background: var(--badge);
        color: var(--on-badge);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.role = "tablist";
    this.addEventListener("keydown", this.#onKey);
  }

  protected override render(): TemplateResult[] {
    this.ariaLabel = words.conversations;
    return TABS.map((status) => this.#renderTab(status));
  }

  #renderTab(status: (typeof TABS)[number]): TemplateResult {
    const { inbox } = this.store;
    const selected = inbox.tab === status;
    const count = inbox.rows.counts[status];
    const waiting = status === "UNANSWERED" && (count ?? 0) > 0;
    return html`<button
      role="tab"
      type="button"
      id=${status}
      aria-selected=${String(selected)}
      tabindex=${selected ? 0 : -1}
      @click=${() => inbox.setTab(status)}
    >
      ${words.tabs[status]}
      <span class="count ${waiting ? "waiting" : ""}" data-testid="count-${status}">${count ?? "–"}</span>
    </button>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = TABS.findIndex((status) => status === this.store.inbox.tab);
    const next = TABS[(at + by + TABS.length) % TABS.length] ?? "UNANSWERED";
    this.store.inbox.setTab(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${next}`)?.focus());
  };
}
