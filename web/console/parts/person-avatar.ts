import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { hueIndex, initials } from "../../shared/text";

const COLOURS = 6;

/** A person as a coloured disc with initials, and a dot while they are there. For the eye only. */
@customElement("person-avatar")
export class PersonAvatar extends LitElement {
  static override styles = css`
    :host {
      position: relative;
      flex: none;
      display: inline-block;
      inline-size: var(--avatar-size, 38px);
      block-size: var(--avatar-size, 38px);
    }
    .disc {
      inline-size: 100%;
      block-size: 100%;
      display: grid;
      place-items: center;
      border-radius: 50%;
      font-weight: 600;
      font-size: calc(var(--avatar-size, 38px) * 0.36);
      letter-spacing: 0.01em;
    }
    .c0 {
      color: light-dark(#1f4e8c, #b5d2fb);
      background: light-dark(#dde9f9, #1e3452);
    }
    .c1 {
      color: light-dark(#6a3589, #e0c3f3);
      background: light-dark(#efe2f6, #3b2549);
    }
    .c2 {
      color: light-dark(#84421d, #f6c9ab);
      background: light-dark(#fae6da, #4a2a18);
    }
    .c3 {
      color: light-dark(#1f6141, #a9e3c6);
      background: light-dark(#dcf1e6, #1a3b2b);
    }
    .c4 {
      color: light-dark(#922c55, #f7bdd3);
      background: light-dark(#fae0ea, #4a2033);
    }
    .c5 {
      color: light-dark(#454f5b, #ccd5e0);
      background: light-dark(#e6eaef, #2e3743);
    }
    .dot {
      position: absolute;
      inset: auto -1px -1px auto;
      inline-size: 30%;
      block-size: 30%;
      max-inline-size: 12px;
      max-block-size: 12px;
      border: 2px solid var(--avatar-ring, var(--surface));
      border-radius: 50%;
      background: var(--online);
    }
  `;

  @property() person = "";
  @property() name = "";
  @property({ type: Boolean }) online = false;

  protected override render(): TemplateResult {
    return html`<span class="disc c${hueIndex(this.person, COLOURS)}" aria-hidden="true">${initials(this.name)}</span>
      ${this.online ? html`<span class="dot"></span>` : ""}`;
  }
}
