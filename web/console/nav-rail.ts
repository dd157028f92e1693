import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../shared/icons";
import { words } from "../strings/console";
import { pages, type Page } from "./pages";
import { base } from "./parts/base";
import { StoreView } from "./parts/store-view";
import "./parts/person-avatar";

/**
 * The parts of the console, the keys, and who is logged in: a rail at the side, a bar below on
 * small screens.
 *
 * @fires keys - the keyboard map is wanted
 */
@customElement("nav-rail")
export class NavRail extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 6px;
        inline-size: 64px;
        padding: 14px 0 12px;
        border-inline-end: 1px solid var(--line);
        background: var(--canvas);
      }
      .brand {
        display: grid;
        margin-block-end: 12px;
        border-radius: 10px;
      }
      nav {
        display: contents;
      }
      a.page,
      .icon {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 42px;
        block-size: 42px;
        border-radius: 12px;
        color: var(--quiet);
        font-size: 20px;
        text-decoration: none;
      }
      a.page:hover {
        background: color-mix(in srgb, var(--text) 6%, transparent);
        color: var(--text);
      }
      a[aria-current="page"] {
        background: var(--accent-soft);
        color: var(--accent);
      }
      .badge {
        position: absolute;
        inset: 2px 0 auto auto;
        min-inline-size: 17px;
        padding: 0 4px;
        border-radius: 9px;
        background: var(--badge);
        color: var(--on-badge);
        font-size: 10.5px;
        font-weight: 700;
        line-height: 17px;
        text-align: center;
      }
      .space {
        flex: 1;
      }
      .me {
        display: grid;
        margin-block-start: 6px;
        --avatar-size: 34px;
      }
      @media (max-width: 760px) {
        :host {
          flex-direction: row;
          inline-size: auto;
          justify-content: space-around;
          padding: 4px 12px calc(4px + env(safe-area-inset-bottom));
          border-inline-end: 0;
          border-block-start: 1px solid var(--line);
          background: var(--surface);
        }
        .brand,
        .space,
        .keys {
          display: none;
        }
        .me {
          margin: 0;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.role = "banner";
  }

  /** The page that is shown. */
  @property() page = "";

  protected override render(): TemplateResult {
    const { store } = this;
    const { session } = store;
    return html`<a class="brand" href="/" aria-label="Parley"><img src="/icon.svg" alt="" width="34" height="34" /></a>
      <nav aria-label=${words.navigation}>${pages.filter((page) => page.has(store)).map((page) => this.#renderPage(page))}</nav>
      <span class="space"></span>
      <button
        class="icon keys"
        type="button"
        aria-label=${words.shortcuts}
        title="${words.shortcuts} (?)"
        @click=${() => this.dispatchEvent(new CustomEvent("keys"))}
      >
        ${icons.keyboard}
      </button>
      <button class="icon" type="button" aria-label=${words.logOut} title=${words.logOut} @click=${() => this.#logOut()}>${icons.exit}</button>
      <span class="me" title=${session.name}>
        <person-avatar person=${session.id} name=${session.name}></person-avatar>
        <span class="hidden-text" data-testid="logged-in-as">${session.name}</span>
      </span>`;
  }

  #renderPage({ id, icon, name }: Page): TemplateResult {
    const waiting = id === "" ? this.store.waitingCount : 0;
    const badge = waiting > 99 ? "99+" : String(waiting);
    return html`<a class="page" href="#/${id}" title=${name()} aria-current=${id === this.page ? "page" : nothing}>
      ${icon}<span class="hidden-text">${name()}</span>
      ${waiting > 0
        ? html`<span class="badge" aria-hidden="true">${badge}</span><span class="hidden-text">${words.waitingCount(badge)}</span>`
        : nothing}
    </a>`;
  }

  #logOut(): void {
    this.store.client.stop();
    this.store.session.logOut().catch(() => this.store.notify(words.loginFailed));
  }
}
