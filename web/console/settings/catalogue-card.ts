import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { CatalogueEntry } from "../../client/index";
import { icons } from "../../shared/icons";
import { engagementKind } from "../../shared/message-view";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { textOf } from "./fields";
import { settingsStyles } from "./settings-styles";
import "../parts/ask-dialog";

const KINDS = ["MESSAGE", "PROMO", "COUPON", "POINTS"] as const satisfies CatalogueEntry["kind"][];

/** What the channel can give its followers: read by agents, edited by chat admins. */
@customElement("catalogue-card")
export class CatalogueCard extends StoreView {
  static override styles = [base, settingsStyles];

  @state() private editing: CatalogueEntry | null = null;
  @state() private isNew = false;
  @state() private deleting: CatalogueEntry | null = null;
  @state() private problem = "";

  protected override render(): TemplateResult {
    const { library, isChatAdmin } = this.store;
    return html`<section class="card" aria-labelledby="title">
      <div class="title">
        <div>
          <h2 id="title">${words.catalogue}</h2>
          <p>${words.catalogueText}</p>
        </div>
        ${isChatAdmin && this.editing === null
          ? html`<button class="button" type="button" @click=${() => this.#edit({ id: "", kind: "PROMO", title: "" }, true)}>
              ${icons.plus} ${words.newEngagement}
            </button>`
          : nothing}
      </div>
      ${this.editing === null ? nothing : this.#renderForm(this.editing)}
      ${library.catalogue.length === 0
        ? html`<p class="none">${words.noCatalogueYet}</p>`
        : html`<ul>${library.catalogue.map((entry) => this.#renderEntry(entry))}</ul>`}
      ${this.deleting === null ? nothing : this.#renderDeleting(this.deleting)}
    </section>`;
  }

  #renderEntry(entry: CatalogueEntry): TemplateResult {
    return html`<li data-testid="catalogue-entry">
      <span class="what"
        ><b dir="auto">${entry.title}</b><small class="cut" dir="auto"
          >${engagementKind(entry, words)}${entry.code === undefined ? "" : ` · ${entry.code}`}${entry.description === undefined ? "" : ` · ${entry.description}`}</small
        ></span
      >
      ${this.store.isChatAdmin
        ? html`<button class="icon" type="button" aria-label=${words.editEngagement(entry.title)} @click=${() => this.#edit(entry, false)}>
              ${icons.pencil}
            </button>
            <button
              class="icon"
              type="button"
              aria-label=${words.deleteEngagement(entry.title)}
              @click=${() => {
                this.deleting = entry;
              }}
            >
              ${icons.trash}
            </button>`
        : nothing}
    </li>`;
  }

  #renderForm(entry: CatalogueEntry): TemplateResult {
    return html`<form @submit=${this.#save}>
      <div class="pair">
        <label>
          ${words.engagementId}
          <input class="field" name="id" required maxlength="64" pattern="[A-Za-z0-9._:\\-]+" autocomplete="off" .value=${entry.id} ?readonly=${!this.isNew} />
          <small>${words.engagementIdHint}</small>
        </label>
        <label>
          ${words.kind}
          <select
            class="field"
            name="kind"
            @change=${(event: Event) => {
              const kind = (event.target as HTMLSelectElement).value as CatalogueEntry["kind"];
              this.editing = { ...entry, ...this.#read(event), kind };
            }}
          >
            ${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === entry.kind}>${words.kinds[kind]}</option>`)}
          </select>
        </label>
      </div>
      <label>${words.engagementTitle}<input class="field" name="title" required maxlength="200" dir="auto" .value=${entry.title} /></label>
      <label>
        ${words.description}
        <textarea class="field" name="description" maxlength="2000" dir="auto" .value=${entry.description ?? ""}></textarea>
      </label>
      ${entry.kind === "COUPON"
        ? html`<label>${words.code}<input class="field" name="code" required maxlength="64" autocomplete="off" .value=${entry.code ?? ""} /></label>`
        : nothing}
      ${entry.kind === "POINTS"
        ? html`<label>${words.pointsField}<input class="field" name="points" type="number" min="1" required .value=${String(entry.points ?? "")} /></label>`
        : nothing}
      <div class="pair">
        <label>${words.availableFrom}<input class="field" name="from" type="datetime-local" .value=${local(entry.availableFrom)} /></label>
        <label>${words.availableUntil}<input class="field" name="until" type="datetime-local" .value=${local(entry.availableUntil)} /></label>
      </div>
      <label class="check"><input name="once" type="checkbox" .checked=${entry.oncePerFollower ?? false} /> ${words.oncePerFollower}</label>
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

  #renderDeleting({ id, title }: CatalogueEntry): TemplateResult {
    const close = (): void => {
      this.deleting = null;
    };
    return html`<ask-dialog
      .title=${words.confirmDelete(title)}
      .confirmText=${words.remove}
      .content=${html`<p>${words.confirmDeleteText}</p>`}
      @dismiss=${close}
      @confirm=${() => {
        close();
        void this.store.library.deleteEngagement(id);
      }}
    ></ask-dialog>`;
  }

  #edit(entry: CatalogueEntry, isNew: boolean): void {
    this.editing = entry;
    this.isNew = isNew;
    this.problem = "";
    const first = isNew ? '[name="id"]' : '[name="title"]';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(first)?.focus());
  }

  /** What the form says at this moment, without the fields that its kind does not have. */
  #read(event: Event): CatalogueEntry {
    const form = (event.target as HTMLElement).closest("form");
    const fields = new FormData(form ?? undefined);
    const text = (name: string): string => textOf(fields, name);
    const [description, code, points] = [text("description"), text("code"), Number(text("points"))];
    const [from, until] = [text("from"), text("until")];
    return {
      id: text("id"),
      kind: text("kind") as CatalogueEntry["kind"],
      title: text("title"),
      ...(description === "" ? {} : { description }),
      ...(code === "" ? {} : { code }),
      ...(points > 0 ? { points } : {}),
      ...(from === "" ? {} : { availableFrom: new Date(from).toISOString() }),
      ...(until === "" ? {} : { availableUntil: new Date(until).toISOString() }),
      oncePerFollower: fields.has("once"),
    };
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    this.problem = (await this.store.library.saveEngagement(this.#read(event))) ?? "";
    if (this.problem === "") this.editing = null;
  };
}

/** A time as the field shows it: of this place, to the minute; empty for none. */
function local(at: string | undefined): string {
  if (at === undefined) return "";
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
