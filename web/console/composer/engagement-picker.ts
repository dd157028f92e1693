import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { AvailableEngagement } from "../../client/index";
import { icons } from "../../shared/icons";
import { engagementKind, renderEngagement } from "../../shared/message-view";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { messageStyles } from "../thread/message-styles";

const SEARCH_FROM = 7;

/**
 * What this follower can be sent: choose, look at it as the follower will, send.
 *
 * @fires done - sent or not, the picker is closed
 */
@customElement("engagement-picker")
export class EngagementPicker extends StoreView {
  static override styles = [
    base,
    messageStyles,
    css`
      :host {
        position: absolute;
        inset: auto 12px calc(100% + 6px) 12px;
        z-index: 3;
        max-inline-size: 400px;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--raised);
        box-shadow: var(--shadow);
      }
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
        margin: -4px -4px 8px 4px;
      }
      h3 {
        flex: 1;
        font-size: 14px;
        font-weight: 600;
      }
      ul {
        max-block-size: 300px;
        overflow-y: auto;
        margin-block-start: 8px;
      }
      li button {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 12px;
        align-items: center;
        inline-size: 100%;
        padding: 8px;
        border: 0;
        border-radius: 9px;
        background: none;
        text-align: start;
      }
      li button:hover {
        background: var(--hover);
      }
      li button:focus-visible {
        outline-offset: -2px;
      }
      .sign {
        grid-row: span 2;
        display: grid;
        place-items: center;
        inline-size: 34px;
        block-size: 34px;
        border-radius: 9px;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 17px;
      }
      li small {
        color: var(--quiet);
      }
      .buttons {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
        margin-block-start: 12px;
      }
      .hint {
        margin: 0 4px 8px;
        font-size: 13px;
        color: var(--quiet);
      }
    `,
  ];

  @state() private chosen: AvailableEngagement | null = null;
  @state() private search = "";
  @query(".primary") private readonly sendButton!: HTMLButtonElement | null;

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    const { row } = this.store.thread;
    if (row !== undefined) void this.store.library.loadAvailable(row.follower.id).then(() => this.#focusFirst());
    this.#focusFirst();
  }

  #focusFirst(): void {
    // Not when the store's change is drawn by itself, a frame later: keys may come before.
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const first = this.renderRoot.querySelector<HTMLElement>("input, li button") ?? this.renderRoot.querySelector<HTMLElement>(".close");
      first?.focus();
    });
  }

  protected override render(): TemplateResult {
    return html`<div role="dialog" aria-label=${words.offer} @keydown=${this.#onKey}>
      <div class="head">
        <h3>${this.chosen === null ? words.offerHint : words.preview}</h3>
        <button class="icon close" type="button" aria-label=${words.close} @click=${() => this.#close()}>${icons.close}</button>
      </div>
      ${this.chosen === null ? this.#renderChoice() : this.#renderPreview(this.chosen)}
    </div>`;
  }

  #renderChoice(): TemplateResult {
    const { available, loading, problem } = this.store.library;
    if (available.length === 0) {
      return html`<p class="hint" role="status">${loading ? words.loading : problem || words.nothingAvailable}</p>`;
    }
    const wanted = this.search.trim().toLocaleLowerCase();
    const fitting = available.filter(({ title }) => title.toLocaleLowerCase().includes(wanted));
    return html`${available.length < SEARCH_FROM
        ? nothing
        : html`<input
            class="field"
            type="search"
            aria-label=${words.offerSearch}
            placeholder=${words.offerSearch}
            @input=${(event: InputEvent) => {
              this.search = (event.target as HTMLInputElement).value;
            }}
          />`}
      <ul>
        ${fitting.map(
          (engagement) =>
            html`<li>
              <button type="button" @click=${() => this.#choose(engagement)}>
                <span class="sign">${icons.gift}</span>
                <span class="cut" dir="auto">${engagement.title}</span>
                <small class="cut">${engagementKind(engagement, words)}</small>
              </button>
            </li>`,
        )}
      </ul>`;
  }

  #renderPreview(engagement: AvailableEngagement): TemplateResult {
    return html`<p class="hint" dir="auto">${words.previewHint(this.store.thread.row?.follower.name ?? "")}</p>
      ${renderEngagement(engagement, words)}
      <div class="buttons">
        <button
          class="button"
          type="button"
          @click=${() => {
            this.chosen = null;
            this.#focusFirst();
          }}
        >
          ${words.backToChoice}
        </button>
        <button class="button primary" type="button" @click=${() => this.#send(engagement)}>${icons.send} ${words.sendNow}</button>
      </div>`;
  }

  #choose(engagement: AvailableEngagement): void {
    this.chosen = engagement;
    void this.updateComplete.then(() => this.sendButton?.focus());
  }

  #send(engagement: AvailableEngagement): void {
    void this.store.thread.sendEngagement(engagement.id);
    this.#close();
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent("done"));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (this.chosen === null) this.#close();
    else {
      this.chosen = null;
      this.#focusFirst();
    }
  };
}
