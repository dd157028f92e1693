import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { icons } from "../shared/icons";
import { words } from "../strings/console";
import type { ChatPage } from "./chat-page";
import { pages } from "./pages";
import { base } from "./parts/base";
import { actionOf } from "./parts/shortcuts";
import { StoreView } from "./parts/store-view";
import { placeOf, type Place } from "./places";
import "./connection-banner";
import "./nav-rail";
import "./parts/ask-dialog";
import "./parts/key-list";

/** The agent's desk: navigation, the page at this address, what is told, and the keys. */
@customElement("console-desk")
export class ConsoleDesk extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        grid-template-rows: auto minmax(0, 1fr);
        block-size: 100vh;
        block-size: 100dvh;
      }
      nav-rail {
        grid-row: 1 / 3;
      }
      main {
        display: grid;
        min-block-size: 0;
        min-inline-size: 0;
      }
      .notices {
        position: fixed;
        inset: auto auto 18px 82px;
        z-index: 5;
        display: grid;
        gap: 8px;
        max-inline-size: min(340px, calc(100vw - 32px));
      }
      .notice {
        display: flex;
        align-items: flex-start;
        gap: 6px;
        padding: 8px 6px 8px 16px;
        border-radius: 12px;
        background: light-dark(#1d2530, #e7ecf3);
        color: light-dark(#fff, #14181f);
        box-shadow: var(--shadow);
      }
      .notice p {
        flex: 1;
        margin: 7px 0;
        overflow-wrap: anywhere;
      }
      .notice .icon {
        color: inherit;
      }
      .notice .icon:hover {
        background: color-mix(in srgb, currentColor 16%, transparent);
        color: inherit;
      }
      .alone {
        margin: auto;
        padding: 24px;
        text-align: center;
      }
      @media (max-width: 760px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
          grid-template-rows: auto minmax(0, 1fr) auto;
        }
        nav-rail {
          grid-row: 3;
        }
        :host([reading]) nav-rail {
          display: none;
        }
        .notices {
          inset: 66px 16px auto auto;
        }
      }
    `,
  ];

  @state() private place: Place = placeOf(location.hash);
  @state() private showsKeys = false;
  @query("chat-page") private readonly chat!: ChatPage | null;
  #opened: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#onKey);
    window.addEventListener("hashchange", this.#onAddress);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#onKey);
    window.removeEventListener("hashchange", this.#onAddress);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { thread, client } = this.store;
    // The address decides which conversation is open; the first time as soon as somebody is logged in.
    if (client.identity !== null && this.place.conversationId !== this.#opened) {
      this.#opened = this.place.conversationId;
      if (this.#opened === null) thread.close();
      else void thread.open(this.#opened);
    }
    this.toggleAttribute("reading", thread.id !== null && this.place.page === "");
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const { client } = store;
    const page = pages.find(({ id, has }) => id === this.place.page && has(store)) ?? pages[0];
    const alone = client.identity !== null && client.channels.length === 0;
    return html`<nav-rail
        .store=${store}
        page=${page?.id ?? ""}
        @keys=${() => {
          this.showsKeys = true;
        }}
      ></nav-rail>
      <connection-banner .store=${store}></connection-banner>
      <main>${alone ? html`<p class="alone">${words.noChannels}</p>` : page?.draw(store)}</main>
      ${this.#renderNotices()} ${this.showsKeys ? this.#renderKeys() : nothing}`;
  }

  #renderNotices(): TemplateResult {
    return html`<div class="notices" role="status" data-testid="notices">
      ${this.store.notices.map(
        ({ id, text }) =>
          html`<div class="notice">
            <p dir="auto">${text}</p>
            <button class="icon" type="button" aria-label=${words.close} @click=${() => this.store.dropNotice(id)}>${icons.close}</button>
          </div>`,
      )}
    </div>`;
  }

  #renderKeys(): TemplateResult {
    return html`<ask-dialog
      .title=${words.shortcuts}
      .dismissText=${words.close}
      .content=${html`<key-list></key-list>`}
      @dismiss=${() => {
        this.showsKeys = false;
      }}
    ></ask-dialog>`;
  }

  readonly #onAddress = (): void => {
    this.place = placeOf(location.hash);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || this.showsKeys || this.chat?.asking === true) return;
    const typing = event.composedPath().some((target) => target instanceof HTMLElement && target.matches("input, textarea, select"));
    const action = actionOf(event, typing);
    if (action === "help") this.showsKeys = true;
    else if (action === null || this.chat?.do(action) !== true) return;
    event.preventDefault();
  };
}
