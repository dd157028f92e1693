import { LitElement, css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { words } from "../../strings/console";
import { base } from "../parts/base";

/** What agents use most; every other one comes from the system's own picker. */
const EMOJI = Array.from(new Intl.Segmenter().segment(
  "😀😄😊🙂😉😍🤗🤔😅😂🙃😮😢😟😔😡👍👎👌🙏👏💪🤝👋🎉✨❤️💚🔥⭐✅❌❓❗⏳📦🚚🎁💳🧾",
), ({ segment }) => segment);
const COLUMNS = 8;

/**
 * A few emoji to choose from.
 *
 * @fires choose - `{emoji}`
 * @fires dismiss
 */
@customElement("emoji-menu")
export class EmojiMenu extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset: auto auto calc(100% + 6px) 12px;
        z-index: 3;
        padding: 8px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
        box-shadow: var(--shadow);
      }
      div {
        display: grid;
        grid-template-columns: repeat(${COLUMNS}, 36px);
      }
      button {
        block-size: 36px;
        padding: 0;
        border: 0;
        border-radius: 8px;
        background: none;
        font-size: 20px;
        line-height: 1;
      }
      button:hover {
        background: var(--hover);
      }
    `,
  ];

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.renderRoot.querySelector("button")?.focus();
  }

  protected override render(): TemplateResult {
    return html`<div role="group" aria-label=${words.emoji} @keydown=${this.#onKey} @focusout=${this.#onFocusOut}>
      ${EMOJI.map(
        (emoji, index) =>
          html`<button
            type="button"
            tabindex=${index === 0 ? 0 : -1}
            @click=${() => this.dispatchEvent(new CustomEvent("choose", { detail: { emoji } }))}
          >
            ${emoji}
          </button>`,
      )}
    </div>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent("dismiss"));
      return;
    }
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const buttons = [...this.renderRoot.querySelectorAll("button")];
    buttons[buttons.indexOf(event.target as HTMLButtonElement) + by]?.focus();
  };

  readonly #onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget === null || !this.renderRoot.contains(event.relatedTarget as Node)) {
      this.dispatchEvent(new CustomEvent("dismiss"));
    }
  };
}
