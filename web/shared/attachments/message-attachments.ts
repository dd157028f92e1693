import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { SentAttachment, StoredAttachment } from "../../client/index";
import type { common } from "../../strings/en";
import { icons } from "../icons";
import { kindOfMedia, sizeText } from "./kinds";
import type { Links } from "./links";

/** Pictures in a message are no larger than this; their space is kept before they are there. */
const MAX_WIDTH = 260;
const MAX_HEIGHT = 260;

/** The files of one message: pictures that open large, players, and cards for documents. */
export class MessageAttachments extends LitElement {
  static override styles = css`
    :host {
      display: flex;
      flex-direction: column;
      gap: 6px;
      max-inline-size: 100%;
    }
    .picture {
      display: block;
      overflow: hidden;
      max-inline-size: 100%;
      padding: 0;
      border: 0;
      border-radius: 12px;
      background: color-mix(in srgb, currentColor 10%, transparent);
      cursor: zoom-in;
    }
    .picture img {
      display: block;
      max-inline-size: 100%;
      block-size: auto;
      object-fit: cover;
    }
    video {
      display: block;
      max-inline-size: 100%;
      border-radius: 12px;
      background: #000;
    }
    .file {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0 12px;
      align-items: center;
      min-inline-size: 0;
      padding: 10px 14px;
      border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
      border-radius: 12px;
      background: color-mix(in srgb, currentColor 6%, transparent);
      color: inherit;
      text-decoration: none;
    }
    .file svg {
      grid-row: span 2;
      font-size: 24px;
    }
    .file .name {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-weight: 600;
    }
    .file .size {
      font-size: 12.5px;
      opacity: 0.8;
    }
    a.file:hover .name {
      text-decoration: underline;
    }
    dialog {
      box-sizing: border-box;
      inline-size: 100vw;
      block-size: 100vh;
      max-inline-size: none;
      max-block-size: none;
      margin: 0;
      padding: 24px;
      border: 0;
      background: rgb(0 0 0 / 88%);
      color: #fff;
    }
    dialog[open] {
      display: grid;
      grid-template-rows: auto 1fr;
      gap: 12px;
      place-items: center;
    }
    dialog .bar {
      display: flex;
      gap: 12px;
      align-items: center;
      justify-content: space-between;
      inline-size: 100%;
    }
    dialog .bar a {
      color: inherit;
    }
    dialog img {
      max-inline-size: 100%;
      max-block-size: calc(100vh - 110px);
      object-fit: contain;
    }
    dialog button {
      display: grid;
      place-items: center;
      inline-size: 44px;
      block-size: 44px;
      border: 0;
      border-radius: 50%;
      background: rgb(255 255 255 / 16%);
      color: inherit;
      font-size: 22px;
      cursor: pointer;
    }
  `;

  @property({ attribute: false }) words!: typeof common.files;
  @property({ attribute: false }) links!: Links;
  @property({ attribute: false }) attachments: readonly SentAttachment[] = [];
  @state() private files: Readonly<Record<string, StoredAttachment | null>> = {};
  @state() private large: SentAttachment | null = null;
  @query("dialog") private readonly dialog!: HTMLDialogElement | null;
  #shownIds = "";

  protected override willUpdate(changed: PropertyValues): void {
    const ids = this.attachments.map(({ id }) => id).join(" ");
    if (changed.has("attachments") && ids !== this.#shownIds) {
      this.#shownIds = ids;
      for (const { id } of this.attachments) void this.#load(id);
    }
  }

  protected override updated(): void {
    if (this.large !== null && this.dialog?.open === false) this.dialog.showModal();
  }

  protected override render(): unknown {
    return html`${this.attachments.map((file) => this.#renderFile(file))} ${this.#renderLarge()}`;
  }

  #renderFile(file: SentAttachment): TemplateResult {
    const stored = this.files[file.id];
    if (stored === null) return html`<span class="file" data-testid="attachment-gone">${this.words.gone}</span>`;
    switch (kindOfMedia(file.mediaType)) {
      case "image":
        return this.#renderImage(file, stored);
      case "video":
        return this.#renderVideo(file, stored);
      case "document":
        return this.#renderCard(file, stored);
    }
  }

  #renderImage(file: SentAttachment, stored: StoredAttachment | undefined): TemplateResult {
    const { width, height } = fit(file);
    const link = stored?.thumbnailUrl ?? stored?.contentUrl;
    return html`<button
      class="picture"
      type="button"
      data-testid="attachment-image"
      aria-label=${this.words.openImage(file.fileName)}
      ?disabled=${stored === undefined}
      @click=${() => (this.large = file)}
    >
      <img
        alt=${file.fileName}
        width=${width}
        height=${height}
        src=${link === undefined ? nothing : this.links.address(link)}
        @error=${() => this.#again(file.id, stored)}
      />
    </button>`;
  }

  #renderVideo(file: SentAttachment, stored: StoredAttachment | undefined): TemplateResult {
    const { width, height } = fit(file);
    return html`<video
        controls
        playsinline
        preload="metadata"
        data-testid="attachment-video"
        aria-label=${file.fileName}
        width=${width}
        height=${height}
        src=${stored === undefined ? nothing : this.links.address(stored.contentUrl)}
        @error=${() => this.#again(file.id, stored)}
      ></video>
      ${this.#renderCard(file, stored)}`;
  }

  #renderCard(file: SentAttachment, stored: StoredAttachment | undefined): TemplateResult {
    return html`<a
      class="file"
      data-testid="attachment-file"
      href=${stored === undefined ? nothing : this.links.address(stored.contentUrl)}
      download=${file.fileName}
      target="_blank"
      rel="noopener noreferrer"
      @click=${(event: Event) => this.#freshen(event, file.id)}
    >
      ${icons[kindOfMedia(file.mediaType)]}
      <span class="name" dir="auto" title=${file.fileName}>${file.fileName}</span>
      <span class="size">${sizeText(file.size)}</span>
    </a>`;
  }

  #renderLarge(): unknown {
    const file = this.large;
    const stored = file === null ? null : this.files[file.id];
    if (file === null || stored == null) return nothing;
    const address = this.links.address(stored.contentUrl);
    return html`<dialog
      aria-label=${file.fileName}
      data-testid="lightbox"
      @close=${() => (this.large = null)}
      @click=${(event: Event) => {
        if (event.target === this.dialog) this.dialog?.close();
      }}
      @keydown=${(event: KeyboardEvent) => {
        // The dialog closes itself; nothing around it shall close too.
        if (event.key === "Escape") event.stopPropagation();
      }}
    >
      <div class="bar">
        <a href=${address} download=${file.fileName} dir="auto">${file.fileName}</a>
        <button type="button" aria-label=${this.words.close} @click=${() => this.dialog?.close()}>${icons.close}</button>
      </div>
      <img alt=${file.fileName} src=${address} />
    </dialog>`;
  }

  async #load(id: string): Promise<void> {
    const file = await this.links.of(id);
    this.files = { ...this.files, [id]: file };
  }

  /** A link may have expired while the page was open: once more with a fresh one. */
  #again(id: string, failed: StoredAttachment | undefined): void {
    if (failed === undefined || Date.parse(failed.linksExpireAt) > Date.now()) return;
    this.links.forget(id);
    void this.#load(id);
  }

  #freshen(event: Event, id: string): void {
    const stored = this.files[id];
    if (stored == null) event.preventDefault();
    else if (Date.parse(stored.linksExpireAt) <= Date.now()) {
      event.preventDefault();
      this.links.forget(id);
      void this.#load(id);
    }
  }
}

function fit({ width = MAX_WIDTH, height = 180 }: SentAttachment): { width: number; height: number } {
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return { width: Math.max(24, Math.round(width * scale)), height: Math.max(24, Math.round(height * scale)) };
}

if (customElements.get("parley-attachments") === undefined) customElements.define("parley-attachments", MessageAttachments);
