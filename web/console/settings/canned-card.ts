import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { CannedReply } from "../../client/index";
import { icons } from "../../shared/icons";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { textOf } from "./fields";
import { settingsStyles } from "./settings-styles";
import "../parts/ask-dialog";

type Draft = Omit<CannedReply, "id"> & { id?: string };

/** The channel's canned replies: read by agents, edited by chat admins. */
@customElement("canned-card")
export class CannedCard extends StoreView {
  static override styles = [
    base,
    settingsStyles,
    css`
      li b {
        color: var(--accent);
      }
    `,
  ];

  @state() private editing: Draft | null = null;
  @state() private deleting: CannedReply | null = null;
  @state() private problem = "";

  protected override render(): TemplateResult {
    const { library, isChatAdmin } = this.store;
    return html`<section class="card" aria-labelledby="title">
      <div class="title">
        <div>
          <h2 id="title">${words.cannedReplies}</h2>
          <p>${words.cannedText}</p>
        </div>
        ${isChatAdmin && this.editing === null
          ? html`<button class="button" type="button" @click=${() => this.#edit({ shortcut: "", text: "" })}>${icons.plus} ${words.newCanned}</button>`
          : nothing}
      </div>
      ${this.editing === null ? nothing : this.#renderForm(this.editing)}
      ${library.canned.length === 0
        ? html`<p class="none">${words.noCannedYet}</p>`
        : html`<ul>${library.canned.map((reply) => this.#renderReply(reply))}</ul>`}
      ${this.deleting === null ? nothing : this.#renderDeleting(this.deleting)}
    </section>`;
  }

  #renderReply(reply: CannedReply): TemplateResult {
    return html`<li data-testid="canned-reply">
      <span class="what"><b>/${reply.shortcut}</b><small class="cut" dir="auto">${reply.text}</small></span>
      ${this.store.isChatAdmin
        ? html`<button class="icon" type="button" aria-label=${words.editCanned(reply.shortcut)} @click=${() => this.#edit(reply)}>
              ${icons.pencil}
            </button>
            <button
              class="icon"
              type="button"
              aria-label=${words.deleteCanned(reply.shortcut)}
              @click=${() => {
                this.deleting = reply;
              }}
            >
              ${icons.trash}
            </button>`
        : nothing}
    </li>`;
  }

  #renderForm({ shortcut, text }: Draft): TemplateResult {
    return html`<form @submit=${this.#save}>
      <label>
        ${words.shortcut}
        <input class="field" name="shortcut" required maxlength="32" pattern="[\\p{L}\\p{N}._\\-]+" autocomplete="off" .value=${shortcut} />
        <small>${words.shortcutHint}</small>
      </label>
      <label>${words.text}<textarea class="field" name="text" required dir="auto" .value=${text}></textarea></label>
      ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <div class="buttons">
        <button
          class="button"
          type="button"
          @click=${() => {
            this.editing = null;
          }}
        >
          ${words.cancel}
        </button>
        <button class="button primary" type="submit">${words.save}</button>
      </div>
    </form>`;
  }

  #renderDeleting({ id, shortcut }: CannedReply): TemplateResult {
    const close = (): void => {
      this.deleting = null;
    };
    return html`<ask-dialog
      .title=${words.confirmDelete(`/${shortcut}`)}
      .confirmText=${words.remove}
      .content=${html`<p>${words.confirmDeleteText}</p>`}
      @dismiss=${close}
      @confirm=${() => {
        close();
        void this.store.library.deleteCanned(id);
      }}
    ></ask-dialog>`;
  }

  #edit(draft: Draft): void {
    this.editing = draft;
    this.problem = "";
    void this.updateComplete.then(() => this.renderRoot.querySelector("input")?.focus());
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const reply = { shortcut: textOf(fields, "shortcut"), text: textOf(fields, "text") };
    this.problem = (await this.store.library.saveCanned(reply, this.editing?.id)) ?? "";
    if (this.problem === "") this.editing = null;
  };
}
