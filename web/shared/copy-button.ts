import { LitElement, html, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { icons } from "./icons";

const SHOWN_MILLIS = 2_500;

/** A text to take along, such as a coupon's code, and the button that copies it. Styled from around. */
export class CopyButton extends LitElement {
  @property() text = "";
  @property() label = "";
  @property() done = "";
  @state() private copied = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override createRenderRoot(): this {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    return html`<code data-testid="code">${this.text}</code>
      <button class="copy" type="button" @click=${this.#copy}>
        ${this.copied ? icons.check : icons.copy} <span role="status">${this.copied ? this.done : this.label}</span>
      </button>`;
  }

  readonly #copy = (): void => {
    // Without the clipboard (no https, or forbidden by the page) the code is selected, ready for the keys.
    const copying = window.isSecureContext ? navigator.clipboard.writeText(this.text) : Promise.reject(new Error());
    copying.then(
      () => {
        this.copied = true;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
          this.copied = false;
        }, SHOWN_MILLIS);
      },
      () => {
        const code = this.querySelector("code");
        if (code !== null) getSelection()?.selectAllChildren(code);
      },
    );
  };
}

// Once for a page, however often it loads this.
if (customElements.get("parley-copy") === undefined) customElements.define("parley-copy", CopyButton);
