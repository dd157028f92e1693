import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { keyList } from "./shortcuts";

/** The keyboard map. */
@customElement("key-list")
export class KeyList extends LitElement {
  static override styles = css`
    h3 {
      margin: 16px 0 6px;
      font-size: 12.5px;
      font-weight: 600;
      color: var(--quiet);
    }
    dl {
      margin: 0;
    }
    dl div {
      display: flex;
      flex-direction: row-reverse;
      justify-content: space-between;
      gap: 18px;
      padding: 4px 0;
    }
    dd {
      margin: 0;
    }
    kbd {
      padding: 1px 7px;
      border: 1px solid var(--line);
      border-block-end-width: 2px;
      border-radius: 6px;
      background: var(--sunken);
      font: inherit;
      font-size: 12.5px;
      white-space: nowrap;
    }
  `;

  protected override render(): TemplateResult[] {
    return keyList().map(
      ({ name, keys }) => html`<h3>${name}</h3>
        <dl>
          ${keys.map(([key, meaning]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${meaning}</dd></div>`)}
        </dl>`,
    );
  }
}
