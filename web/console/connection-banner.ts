import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, state } from "lit/decorators.js";
import { connectionText, UNNOTICED_MILLIS } from "../shared/connection-text";
import { words } from "../strings/console";
import { base } from "./parts/base";
import { StoreView } from "./parts/store-view";

/** Says that the connection is lost for longer than a moment, and goes only when everything missed has come. */
@customElement("connection-banner")
export class ConnectionBanner extends StoreView {
  static override styles = [
    base,
    css`
      .banner {
        padding: 7px 16px;
        background: var(--warn-surface);
        color: var(--warn-text);
        font-size: 13.5px;
        text-align: center;
      }
      .banner:empty {
        display: none;
      }
      .link {
        color: inherit;
      }
    `,
  ];

  @state() private now = Date.now();
  #ticker: ReturnType<typeof setInterval> | undefined;
  #welcomed = false;
  #troubleSince: number | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#welcomed ||= this.store.client.identity !== null;
    // Only trouble needs the clock: to wait before saying so, and to count down.
    const trouble = this.#troubleSince !== null;
    if (trouble && this.#ticker === undefined) {
      this.#ticker = setInterval(() => {
        this.now = Date.now();
      }, 1_000);
    } else if (!trouble) {
      clearInterval(this.#ticker);
      this.#ticker = undefined;
    }
  }

  protected override render(): unknown {
    return html`<div class="banner" role="status" data-testid="connection">${this.#renderText()}</div>`;
  }

  #isUnnoticed(): boolean {
    const { state: connection } = this.store.client;
    if (connection.phase === "ready" || connection.phase === "idle") this.#troubleSince = null;
    else this.#troubleSince ??= Date.now();
    if (connection.phase === "stopped" || (connection.phase === "waiting" && connection.offline)) return false;
    return this.#troubleSince === null || Date.now() - this.#troubleSince < UNNOTICED_MILLIS;
  }

  #renderText(): unknown {
    const { client, session } = this.store;
    const { state: connection } = client;
    if (this.#isUnnoticed()) return nothing;
    const text = connectionText(connection, words, this.now);
    if (text === null || (!this.#welcomed && connection.phase === "connecting")) return nothing;
    if (connection.phase === "catching-up") return text;
    if (connection.phase === "stopped" && connection.code === 0) {
      const logIn = (): void => {
        session.logIn().catch(() => this.store.notify(words.loginFailed));
      };
      return html`${text} <button class="link" type="button" @click=${logIn}>${words.logIn}</button>`;
    }
    return html`${text} <button class="link" type="button" @click=${() => client.retryNow()}>${words.tryNow}</button>`;
  }
}
