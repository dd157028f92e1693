import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Login, reasonOf, type Session } from "../shared/login";
import { words } from "../strings/console";
import { base } from "./parts/base";
import { Preferences } from "./settings/preferences";
import { ConsoleStore } from "./store";
import "./desk";

/** The console's door: logs an agent in, and shows the desk afterwards. */
@customElement("parley-console")
export class ParleyConsole extends LitElement {
  static override styles = [
    base,
    css`
      .door {
        display: grid;
        justify-items: center;
        align-content: center;
        min-block-size: 100dvh;
        padding: 24px;
        text-align: center;
      }
      h1 {
        margin: 20px 0 4px;
        font-size: 26px;
        letter-spacing: -0.02em;
      }
      p {
        margin-block-end: 24px;
        color: var(--quiet);
      }
      .button {
        min-inline-size: 200px;
        min-block-size: 44px;
      }
    `,
  ];

  @state() private store: ConsoleStore | null = null;
  @state() private checked = false;
  @state() private problem = "";

  readonly #preferences = new Preferences(() => {
    this.store?.changed();
    this.requestUpdate();
  });
  readonly #login = new Login({
    people: "agents",
    clientId: "parley-console",
    returnTo: `${location.origin}/console/`,
  });

  override connectedCallback(): void {
    super.connectedCallback();
    // The words first: nothing is drawn in one language and then in another.
    void this.#preferences.apply().then(() => this.#login.resume()).then(
      (session) => this.#enter(session),
      (error: unknown) => this.#failed(error),
    );
  }

  #enter(session: Session | null): void {
    this.checked = true;
    document.title = words.title;
    if (session === null) return;
    this.store = new ConsoleStore(session, this.#preferences);
    this.store.start();
  }

  #failed(error: unknown): void {
    const reason = reasonOf(error);
    this.checked = true;
    this.problem = reason === null ? words.loginFailed : words.loginRefused(reason);
  }

  protected override render(): unknown {
    if (this.store !== null) return html`<console-desk .store=${this.store}></console-desk>`;
    return this.checked ? this.#renderDoor() : nothing;
  }

  #renderDoor(): TemplateResult {
    return html`<main class="door">
      <img src="/icon.svg" alt="" width="60" height="60" />
      <h1>${words.signInTitle}</h1>
      <p>${words.signInText}</p>
      ${this.problem === "" ? nothing : html`<p role="alert">${this.problem}</p>`}
      <button
        class="button primary"
        type="button"
        @click=${() => {
          this.#login.begin().catch((error: unknown) => this.#failed(error));
        }}
      >
        ${words.logIn}
      </button>
    </main>`;
  }
}
