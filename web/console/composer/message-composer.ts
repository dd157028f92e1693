import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { CannedReply } from "../../client/index";
import { allowDrop, takeFiles, type AttachButton, type Uploads } from "../../shared/attachments/index";
import { icons } from "../../shared/icons";
import { words } from "../../strings/console";
import type { Row } from "../inbox/rows";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { insertReply, matching, slashWordAt, type SlashWord } from "./canned";
import { composerStyles } from "./composer-styles";
import "./canned-menu";
import "./emoji-menu";
import "./engagement-picker";

/**
 * The box to answer in: a reply for the follower, or a private note for the other agents.
 *
 * @fires sent
 */
@customElement("message-composer")
export class MessageComposer extends StoreView {
  static override styles = [base, composerStyles];

  @state() private problem = "";
  @state() private menu: "emoji" | "offer" | null = null;
  @state() private slash: SlashWord | null = null;
  @state() private active = 0;
  @query("parley-attach-button") private readonly attach!: AttachButton | null;
  @query("textarea") private readonly textarea!: HTMLTextAreaElement | null;
  #shownId: string | null = null;
  /** Whose draft the field holds. */
  #drawnKey = "";

  /** Puts the cursor into the text. */
  focusText(): void {
    this.textarea?.focus();
  }

  /** Turns between a reply and a note; at once, so that the next key already writes the other. */
  setKind(note: boolean): void {
    this.store.thread.setWritesNote(note);
    this.requestUpdate();
    void this.updateComplete.then(() => this.focusText());
  }

  /** Shows what can be sent besides text. */
  openOffer(): void {
    this.menu = "offer";
  }

  /** Asks what kind of file; a note takes none. */
  openAttach(): void {
    this.attach?.show();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { id } = this.store.thread;
    if (id === this.#shownId) return;
    this.#shownId = id;
    this.problem = "";
    this.menu = null;
    this.slash = null;
  }

  protected override render(): unknown {
    const { thread, channel } = this.store;
    const { row, draft, writesNote, uploads } = thread;
    if (row === undefined || uploads === null) return nothing;
    this.#drawnKey = thread.draftKey;
    const take = (files: File[]): void => {
      if (!writesNote) uploads.add(files);
    };
    return html`<div
        class="box ${writesNote ? "note" : ""}"
        @dragover=${allowDrop}
        @drop=${(event: DragEvent) => takeFiles(event, take)}
        @paste=${(event: ClipboardEvent) => takeFiles(event, take)}
      >
        ${this.#renderMenu()}
        <div class="kinds" role="group" aria-label=${words.kindOfText}>
          ${this.#renderKind(false, words.reply)} ${this.#renderKind(true, words.privateNote)}
          ${channel?.mode === "ONE_WAY" && !writesNote ? html`<span class="hint cut">${words.oneWayHint}</span>` : nothing}
        </div>
        ${writesNote ? nothing : this.#renderFiles(uploads)}
        <textarea
          rows="1"
          aria-label=${words.message}
          aria-describedby="keys"
          placeholder=${writesNote ? words.notePlaceholder : this.#placeholder(row)}
          dir="auto"
          .value=${live(draft)}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @blur=${() => {
            this.slash = null;
          }}
        ></textarea>
        <div class="tools">
          ${this.#renderTool("emoji", words.emoji, icons.smile)}
          ${writesNote ? nothing : this.#renderTool("offer", words.offer, icons.gift)}
          ${writesNote
            ? nothing
            : html`<parley-attach-button
                .words=${words.files}
                @files=${({ detail }: CustomEvent<{ files: File[] }>) => take(detail.files)}
              ></parley-attach-button>`}
          <span class="space"></span>
          <span class="keys" id="keys">${words.sendKeys}</span>
          <button class="button primary" type="button" ?disabled=${!thread.isWritten || thread.noteBusy} @click=${() => this.#submit()}>
            ${writesNote ? icons.note : icons.send} ${writesNote ? words.addNote : words.send}
          </button>
        </div>
      </div>
      ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}`;
  }

  #renderFiles(uploads: Uploads): TemplateResult {
    return html`<parley-attach-tray .words=${words.files} .uploads=${uploads} .version=${uploads.version}></parley-attach-tray>`;
  }

  #renderKind(note: boolean, text: string): TemplateResult {
    const { thread } = this.store;
    return html`<button
      type="button"
      aria-pressed=${String(thread.writesNote === note)}
      @click=${() => this.setKind(note)}
    >
      ${note ? icons.note : nothing} ${text}
    </button>`;
  }

  #renderTool(menu: "emoji" | "offer", text: string, icon: unknown): TemplateResult {
    return html`<button
      class="icon"
      type="button"
      aria-label=${text}
      title=${text}
      aria-expanded=${String(this.menu === menu)}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => {
        this.menu = this.menu === menu ? null : menu;
      }}
    >
      ${icon}
    </button>`;
  }

  #renderMenu(): unknown {
    const close = (): void => {
      this.menu = null;
      this.focusText();
    };
    if (this.menu === "offer") return html`<engagement-picker .store=${this.store} @done=${close}></engagement-picker>`;
    if (this.menu === "emoji") {
      return html`<emoji-menu
        @choose=${({ detail }: CustomEvent<{ emoji: string }>) => {
          close();
          this.#insert(detail.emoji);
        }}
        @dismiss=${() => {
          if (this.menu === "emoji") close();
        }}
      ></emoji-menu>`;
    }
    if (this.slash === null) return nothing;
    const fitting = this.#fitting();
    const active = fitting[this.active];
    return html`<span class="hidden-text" role="status">${active === undefined ? nothing : `/${active.shortcut}: ${active.text}`}</span
      ><canned-menu
      .replies=${fitting}
      .active=${this.active}
      @choose=${({ detail }: CustomEvent<{ reply: CannedReply }>) => this.#insertReply(detail.reply)}
    ></canned-menu>`;
  }

  #placeholder(row: Row): string {
    return row.status === "ACTIVE" && row.owner !== undefined && !this.store.isMe(row.owner)
      ? words.placeholder.OWNED(row.owner.name)
      : words.placeholder[row.status];
  }

  #fitting(): CannedReply[] {
    return this.slash === null ? [] : matching(this.store.library.canned, this.slash.word);
  }

  #insert(text: string): void {
    const { textarea } = this;
    if (textarea === null) return;
    textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, "end");
    this.store.thread.setDraft(textarea.value, this.#drawnKey);
  }

  #insertReply(reply: CannedReply): void {
    const { textarea, slash } = this;
    if (textarea === null || slash === null) return;
    const { text, cursor } = insertReply(textarea.value, slash, reply.text);
    textarea.value = text;
    textarea.setSelectionRange(cursor, cursor);
    this.slash = null;
    this.store.thread.setDraft(text, this.#drawnKey);
  }

  #submit(): void {
    this.problem = this.store.thread.submit() ?? "";
    this.focusText();
    this.dispatchEvent(new CustomEvent("sent"));
  }

  readonly #onInput = (event: InputEvent): void => {
    const { value, selectionStart } = event.target as HTMLTextAreaElement;
    this.problem = "";
    this.active = 0;
    this.slash = this.store.library.canned.length === 0 ? null : slashWordAt(value, selectionStart);
    this.store.thread.setDraft(value, this.#drawnKey);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey) return;
    if (this.slash !== null && this.#moveInMenu(event)) {
      event.preventDefault();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#submit();
  };

  /** Whether the key was for the menu of canned replies. */
  #moveInMenu(event: KeyboardEvent): boolean {
    const fitting = this.#fitting();
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (fitting.length === 0) return false;
        this.active = (this.active + (event.key === "ArrowDown" ? 1 : -1) + fitting.length) % fitting.length;
        return true;
      case "Enter":
      case "Tab": {
        const reply = fitting[this.active];
        if (reply === undefined || event.shiftKey) return false;
        this.#insertReply(reply);
        return true;
      }
      case "Escape":
        this.slash = null;
        return true;
      default:
        return false;
    }
  }
}
