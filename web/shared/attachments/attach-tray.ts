import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { common } from "../../strings/en";
import { icons } from "../icons";
import { kindOf, sizeText } from "./kinds";
import type { Upload, Uploads } from "./uploads";

/** The files of a draft above its text: progress with cancel, reasons with Retry. */
export class AttachTray extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    ul {
      display: flex;
      flex-direction: column;
      gap: 6px;
      max-block-size: 180px;
      overflow-y: auto;
      margin: 0;
      padding: 8px 14px 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: auto 1fr auto auto;
      gap: 2px 10px;
      align-items: center;
      padding: 6px 10px;
      border: 1px solid color-mix(in srgb, currentColor 20%, transparent);
      border-radius: 9px;
      font-size: 13.5px;
    }
    li.failed {
      border-color: #b3261e;
    }
    .name {
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .size {
      opacity: 0.75;
    }
    progress {
      grid-column: 2 / 4;
      inline-size: 100%;
      block-size: 6px;
      accent-color: currentColor;
    }
    .reason {
      grid-column: 1 / -1;
      margin: 0;
    }
    button {
      border: 0;
      border-radius: 7px;
      padding: 4px 8px;
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      background: color-mix(in srgb, currentColor 12%, transparent);
    }
    .retry {
      font-weight: 650;
      text-decoration: underline;
    }
  `;

  @property({ attribute: false }) words!: typeof common.files;
  @property({ attribute: false }) uploads!: Uploads;
  /** Raised by the host at every change of the uploads. */
  @property({ attribute: false }) version = 0;

  protected override render(): unknown {
    if (this.uploads.isEmpty) return nothing;
    return html`<ul aria-label=${this.words.chosen}>
      ${repeat(
        this.uploads.all,
        (upload) => upload.key,
        (upload) => this.#renderUpload(upload),
      )}
    </ul>`;
  }

  #renderUpload(upload: Upload): TemplateResult {
    const { words } = this;
    const remove = upload.state === "uploading" ? words.cancel(upload.name) : words.remove(upload.name);
    return html`<li class=${upload.state} data-testid="upload" data-state=${upload.state}>
      <span>${icons[kindOf(upload.name) ?? "document"]}</span>
      <span class="name" dir="auto" title=${upload.name}>${upload.name}</span>
      <span class="size">${sizeText(upload.size)}</span>
      <button type="button" aria-label=${remove} title=${remove} @click=${() => this.uploads.remove(upload.key)}>${icons.close}</button>
      ${upload.state === "uploading"
        ? html`<progress max="1" .value=${upload.progress} aria-label=${words.uploading(upload.name)}></progress>`
        : nothing}
      ${upload.state === "failed"
        ? html`<p class="reason" role="alert">
            ${upload.reason}
            ${upload.retryable === true
              ? html`<button class="retry" type="button" @click=${() => this.uploads.retry(upload.key)}>${words.retry}</button>`
              : nothing}
          </p>`
        : nothing}
    </li>`;
  }
}

if (customElements.get("parley-attach-tray") === undefined) customElements.define("parley-attach-tray", AttachTray);
