import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { common } from "../../strings/en";
import { icons } from "../icons";
import { KINDS, acceptOf, type FileKind } from "./kinds";

/** The pin: offers image, video or document, and hands over what was chosen as `files`. */
export class AttachButton extends LitElement {
  static override styles = css`
    :host {
      position: relative;
      display: inline-block;
      flex: none;
    }
    .pin {
      display: grid;
      place-items: center;
      inline-size: 44px;
      block-size: 44px;
      border: 0;
      border-radius: 11px;
      background: none;
      color: inherit;
      font-size: 21px;
      cursor: pointer;
    }
    .pin:hover {
      background: color-mix(in srgb, currentColor 10%, transparent);
    }
    .menu {
      position: absolute;
      inset-block-end: 48px;
      inset-inline-start: 0;
      z-index: 3;
      display: grid;
      min-inline-size: 170px;
      margin: 0;
      padding: 6px;
      border: 1px solid color-mix(in srgb, CanvasText 18%, Canvas);
      border-radius: 11px;
      background: Canvas;
      color: CanvasText;
      box-shadow: 0 6px 24px rgb(0 0 0 / 20%);
    }
    .menu button {
      display: flex;
      gap: 10px;
      align-items: center;
      padding: 9px 12px;
      border: 0;
      border-radius: 7px;
      background: none;
      color: inherit;
      font: inherit;
      text-align: start;
      cursor: pointer;
    }
    .menu button:hover,
    .menu button:focus-visible {
      background: color-mix(in srgb, CanvasText 9%, Canvas);
    }
  `;

  @property({ attribute: false }) words!: typeof common.files;
  @state() private open = false;
  @query("input") private readonly input!: HTMLInputElement;
  @query(".pin") private readonly pin!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("focusout", this.#left);
    this.addEventListener("keydown", this.#key);
  }

  /** Opens the menu, as the pin does. */
  show(): void {
    this.open = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".menu button")?.focus());
  }

  protected override render(): TemplateResult {
    const { words } = this;
    return html`<button
        class="pin"
        type="button"
        aria-label=${words.attach}
        title=${words.attach}
        aria-haspopup="menu"
        aria-expanded=${String(this.open)}
        @click=${() => (this.open ? this.#close() : this.show())}
      >
        ${icons.pin}
      </button>
      ${this.open
        ? html`<div class="menu" role="menu" aria-label=${words.attach}>
            ${KINDS.map(
              (kind) =>
                html`<button type="button" role="menuitem" data-kind=${kind} @click=${() => this.#choose(kind)}>
                  ${icons[kind]} ${words[kind]}
                </button>`,
            )}
          </div>`
        : nothing}
      <input type="file" multiple hidden tabindex="-1" aria-hidden="true" @change=${this.#chosen} />`;
  }

  #choose(kind: FileKind): void {
    this.#close();
    this.input.accept = acceptOf(kind);
    this.input.click();
  }

  #close(): void {
    this.open = false;
    this.pin.focus();
  }

  readonly #chosen = (): void => {
    const files = [...(this.input.files ?? [])];
    this.input.value = "";
    if (files.length > 0) this.dispatchEvent(new CustomEvent("files", { detail: { files } }));
  };

  readonly #left = (event: FocusEvent): void => {
    if (!this.renderRoot.contains(event.relatedTarget as Node | null) && event.relatedTarget !== this) this.open = false;
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (!this.open) return;
    const entries = [...this.renderRoot.querySelectorAll<HTMLElement>(".menu button")];
    const focused = entries.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.#close();
    else if (step !== undefined) entries[(focused + step + entries.length) % entries.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Named for the project: a brand's page may have elements of its own. */
if (customElements.get("parley-attach-button") === undefined) customElements.define("parley-attach-button", AttachButton);
