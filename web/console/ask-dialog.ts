import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { console_ as words } from "../strings/en";
import { base } from "./store-view";

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
        inline-size: min(460px, calc(100vw - 32px));
        padding: 22px 24px;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--raised);
        color: var(--text);
        box-shadow: 0 24px 70px rgb(0 0 0 / 35%);
      }
      dialog::backdrop {
        background: rgb(8 14 22 / 50%);
      }
      h2 {
        margin: 0 0 8px;
        font-size: 20px;
      }
      p {
        margin: 0 0 8px;
      }
      .keys {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 10px 18px;
        margin: 16px 0 0;
      }
      .keys dd {
        margin: 0;
      }
      kbd {
        padding: 2px 8px;
        border: 1px solid var(--control);
        border-block-end-width: 2px;
        border-radius: 6px;
        font: inherit;
        font-size: 14px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 10px;
        margin-block-start: 20px;
      }
      .button {
        min-block-size: 44px;
      }
    `,
  ];

  @property() override title = "";
  /** A template, not a slot: text beside a dialog's shadow is not inside the dialog for everyone. */
  @property({ attribute: false }) content: unknown = nothing;
  /** The doing answer; without it there is only one to close. */
  @property() confirmText = "";
  @property() dismissText: string = words.cancel;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @cancel=${this.#cancel} @keydown=${(event: Event) => event.stopPropagation()}>
      <h2 id="title">${this.title}</h2>
      ${this.content}
      <div class="buttons">
        <button class="button" type="button" @click=${() => this.#answer("dismiss")}>${this.dismissText}</button>
        ${this.confirmText === ""
          ? nothing
          : html`<button class="button primary" type="button" autofocus @click=${() => this.#answer("confirm")}>
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
