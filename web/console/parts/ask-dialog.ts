import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { words } from "../../strings/console";
import { base } from "./base";

/**
 * A question with one answer that does something and one that does not.
 *
 * @fires confirm
 * @fires dismiss - also by Esc
 */
@customElement("ask-dialog")
export class AskDialog extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        inline-size: min(440px, calc(100vw - 32px));
        max-block-size: calc(100dvh - 32px);
        padding: 22px 24px 20px;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--raised);
        color: var(--text);
        box-shadow: var(--shadow);
      }
      dialog.wide {
        inline-size: min(560px, calc(100vw - 32px));
      }
      dialog::backdrop {
        background: rgb(10 14 20 / 45%);
      }
      h2 {
        margin: 0 0 8px;
        font-size: 18px;
        letter-spacing: -0.01em;
      }
      p {
        margin: 0 0 8px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 10px;
        margin-block-start: 18px;
      }
      .button {
        min-block-size: 40px;
        min-inline-size: 84px;
      }
    `,
  ];

  @property() override title = "";
  /** A template, not a slot: text beside a dialog's shadow is not inside the dialog for everyone. */
  @property({ attribute: false }) content: unknown = nothing;
  /** The doing answer; without it there is only one to close. */
  @property() confirmText = "";
  @property() dismissText = "";
  @property({ type: Boolean }) wide = false;
  /** What the doing answer takes away is gone for ever: the keyboard begins at the other one. */
  @property({ type: Boolean }) danger = false;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class=${this.wide ? "wide" : ""}
      aria-labelledby="title"
      @cancel=${this.#cancel}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title" dir="auto">${this.title}</h2>
      ${this.content}
      <div class="buttons">
        <button class="button" type="button" ?autofocus=${this.danger} @click=${() => this.#answer("dismiss")}>
          ${this.dismissText || words.cancel}
        </button>
        ${this.confirmText === ""
          ? nothing
          : html`<button
              class="button ${this.danger ? "danger" : "primary"}"
              type="button"
              ?autofocus=${!this.danger}
              @click=${() => this.#answer("confirm")}
            >
              ${this.confirmText}
            </button>`}
      </div>
    </dialog>`;
  }

  #cancel(event: Event): void {
    event.preventDefault();
    this.#answer("dismiss");
  }

  #answer(type: "confirm" | "dismiss"): void {
    // At once, and not when the asker draws anew: until then the page behind takes no keys.
    this.dialog.close();
    this.dispatchEvent(new CustomEvent(type));
  }
}
