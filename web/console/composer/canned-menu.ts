import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { CannedReply } from "../../client/index";
import { words } from "../../strings/console";
import { base } from "../parts/base";

/**
 * The canned replies that fit. The text field keeps the focus and the keys; this shows the choice.
 *
 * @fires choose - `{reply}`
 */
@customElement("canned-menu")
export class CannedMenu extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset: auto 12px calc(100% + 6px) 12px;
        z-index: 3;
        max-inline-size: 560px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
        box-shadow: var(--shadow);
        overflow: hidden;
      }
      ul {
        max-block-size: 260px;
        overflow-y: auto;
        padding: 6px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(76px, auto) minmax(0, 1fr);
        gap: 12px;
        padding: 7px 10px;
        border-radius: 8px;
        cursor: pointer;
      }
      li[aria-selected="true"] {
        background: var(--accent-soft);
      }
      b {
        font-weight: 600;
        color: var(--accent);
      }
      li[aria-selected="true"] .cut {
        color: var(--text);
      }
      .cut {
        color: var(--quiet);
      }
      p {
        padding: 7px 16px;
        border-block-start: 1px solid var(--line);
        font-size: 12px;
        color: var(--quiet);
      }
    `,
  ];

  @property({ attribute: false }) replies: readonly CannedReply[] = [];
  @property({ type: Number }) active = 0;

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    if (this.replies.length === 0) return html`<p role="status">${words.noCanned}</p>`;
    return html`<ul role="listbox" aria-label=${words.cannedReplies}>
        ${this.replies.map(
          (reply, index) =>
            html`<li
              role="option"
              aria-selected=${String(index === this.active)}
              @mousedown=${(event: Event) => {
                event.preventDefault();
                this.dispatchEvent(new CustomEvent("choose", { detail: { reply } }));
              }}
            >
              <b>/${reply.shortcut}</b><span class="cut" dir="auto">${reply.text}</span>
            </li>`,
        )}
      </ul>
      <p>${words.cannedHint}</p>`;
  }
}
