import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { icons } from "../../shared/icons";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import type { Whose } from "./inbox";

/** Above the list: the channel and its chat mode, the search, whose conversations. */
@customElement("list-head")
export class ListHead extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 10px;
        padding: 14px 16px 8px;
      }
      .channel {
        display: flex;
        align-items: center;
        gap: 10px;
        min-block-size: 32px;
      }
      h2 {
        font-size: 18px;
        font-weight: 650;
        letter-spacing: -0.015em;
      }
      select {
        max-inline-size: 60%;
        min-block-size: 34px;
        padding: 2px 8px;
        border: 1px solid var(--line);
        border-radius: 9px;
        background: var(--raised);
        font-weight: 600;
      }
      .mode {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        margin-inline-start: auto;
        min-inline-size: 0;
        font-size: 12.5px;
        color: var(--quiet);
      }
      .dot {
        flex: none;
        inline-size: 8px;
        block-size: 8px;
        border-radius: 50%;
        background: var(--online);
      }
      .mode[data-mode="ONE_WAY"] .dot {
        background: none;
        box-shadow: inset 0 0 0 2px var(--quiet);
      }
      .tools {
        display: flex;
        gap: 8px;
      }
      .search {
        position: relative;
        flex: 1;
        min-inline-size: 0;
      }
      .search > svg {
        position: absolute;
        inset: 11px auto auto 11px;
        color: var(--quiet);
      }
      .search input {
        padding-inline: 34px 8px;
        border-color: transparent;
        background: var(--sunken);
      }
      .search input:hover {
        border-color: var(--line);
      }
      .whose {
        display: inline-flex;
        flex: none;
        padding: 3px;
        border-radius: 9px;
        background: var(--sunken);
      }
      .whose button {
        padding: 0 10px;
        border: 0;
        border-radius: 7px;
        background: none;
        color: var(--quiet);
        font-size: 13px;
        font-weight: 550;
      }
      .whose button[aria-pressed="true"] {
        background: var(--raised);
        color: var(--text);
        box-shadow: 0 1px 3px rgb(0 0 0 / 14%);
      }
    `,
  ];

  @query("input") private readonly input!: HTMLInputElement | null;

  focusSearch(): void {
    this.input?.focus();
    this.input?.select();
  }

  protected override render(): TemplateResult {
    const { inbox } = this.store;
    return html`<div class="channel">${this.#renderChannel()} ${this.#renderMode()}</div>
      <div class="tools">
        <div class="search">
          ${icons.search}
          <input
            class="field"
            type="search"
            aria-label=${words.search}
            placeholder=${words.searchPlaceholder}
            .value=${inbox.search}
            @input=${(event: InputEvent) => inbox.setSearch((event.target as HTMLInputElement).value)}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key !== "Escape" || inbox.search === "") return;
              event.preventDefault();
              inbox.setSearch("");
            }}
          />
        </div>
        ${inbox.tab === "ACTIVE"
          ? html`<div class="whose" role="group" aria-label=${words.whose}>
              ${this.#renderWhose("all", words.all)} ${this.#renderWhose("mine", words.mine)}
            </div>`
          : nothing}
      </div>`;
  }

  #renderChannel(): TemplateResult {
    const { store } = this;
    const { channels } = store.client;
    if (channels.length < 2) return html`<h2 class="cut" dir="auto">${store.channel?.name ?? ""}</h2>`;
    return html`<select
      aria-label=${words.channel}
      @change=${(event: Event) => store.setChannel((event.target as HTMLSelectElement).value)}
    >
      ${channels.map(({ id, name }) => html`<option value=${id} ?selected=${id === store.channelId}>${name}</option>`)}
    </select>`;
  }

  #renderMode(): unknown {
    const { channel } = this.store;
    if (channel === undefined) return nothing;
    return html`<span class="mode" data-testid="chat-mode" data-mode=${channel.mode} role="status">
      <span class="dot" aria-hidden="true"></span>
      <span class="cut">${channel.mode === "TWO_WAY" ? words.modeTwoWay : words.modeOneWay}</span>
    </span>`;
  }

  #renderWhose(whose: Whose, text: string): TemplateResult {
    const { inbox } = this.store;
    return html`<button type="button" aria-pressed=${String(inbox.whose === whose)} @click=${() => inbox.setWhose(whose)}>
      ${text}
    </button>`;
  }
}
