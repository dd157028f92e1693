import { LitElement, html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Login, type Session } from "../shared/login";
import { console_ as words } from "../strings/en";
import { loginStyles } from "./app-styles";
import { ConsoleStore } from "./store";
import { base } from "./store-view";
import "./desk";

/** The console's door: logs an agent in, and shows the desk afterwards. */
@customElement("parley-console")
export class ParleyConsole extends LitElement {
  static override styles = [base, loginStyles];

  @state() private store: ConsoleStore | null = null;
  @state() private checked = false;
  @state() private problem = "";

  readonly #login = new Login({
    authority: `${location.origin}/auth/agents`,
    clientId: "parley-console",
    returnTo: `${location.origin}/console/`,
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#login.resume().then(
      (session) => this.#enter(session),
      () => this.#failed(),
    );
  }

  #enter(session: Session | null): void {
    this.checked = true;
    if (session === null) return;
    this.store = new ConsoleStore(session);
    this.store.start();
  }

  #failed(): void {
    this.checked = true;
    this.problem = words.loginFailed;
  }

  protected override render(): TemplateResult {
    if (this.store !== null) return html`<console-desk .store=${this.store}></console-desk>`;
    if (!this.checked) return html`<p class="door">${words.loading}</p>`;
    return html`<main class="door">
      <img src="/icon.svg" alt="" width="64" height="64" />
      <h1>${words.signInTitle}</h1>
      <p>${words.signInText}</p>
      ${this.problem === "" ? "" : html`<p role="alert">${this.problem}</p>`}
      <button
        class="button primary"
        type="button"
        @click=${() => {
          this.#login.begin().catch(() => this.#failed());
        }}
      >
        ${words.logIn}
      </button>
    </main>`;
  }
}
