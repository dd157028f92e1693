import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { textOf } from "./fields";
import { settingsStyles } from "./settings-styles";
import "../parts/ask-dialog";

/** Kafka keeps events for seven days: what is younger than this is still there. */
const LEAST_DAYS = 8;
const MOST_DAYS = 36_500;
const SUGGESTED_DAYS = 365;

/** For how long the channel keeps what was said. For chat admins. */
@customElement("retention-card")
export class RetentionCard extends StoreView {
  static override styles = [
    base,
    settingsStyles,
    css`
      b {
        font-weight: 600;
      }
      .days {
        max-inline-size: 180px;
      }
    `,
  ];

  @state() private editing = false;
  @state() private forever = false;
  /** What is to be set and was not confirmed yet. */
  @state() private asking: { days: number | null } | null = null;
  @state() private problem = "";

  protected override render(): unknown {
    const { library, isChatAdmin, channel } = this.store;
    if (!isChatAdmin || channel === undefined || library.retention === null) return nothing;
    const { days } = library.retention;
    return html`<section class="card" aria-labelledby="title">
      <div class="title">
        <div>
          <h2 id="title">${words.retention}</h2>
          <p dir="auto">${words.retentionText(channel.name)}</p>
        </div>
        ${this.editing ? nothing : html`<button class="button" type="button" @click=${() => this.#edit(days)}>${words.change}</button>`}
      </div>
      ${this.editing ? this.#renderForm(days) : html`<b data-testid="retention">${textOfDays(days)}</b>`}
      ${this.asking === null ? nothing : this.#renderQuestion(channel.name, this.asking.days)}
    </section>`;
  }

  #renderForm(days: number | null): TemplateResult {
    return html`<form @submit=${this.#ask}>
      <label class="check">
        <input
          type="checkbox"
          name="forever"
          .checked=${this.forever}
          @change=${(event: Event) => (this.forever = (event.target as HTMLInputElement).checked)}
        />
        ${words.keepForever}
      </label>
      ${this.forever
        ? nothing
        : html`<label>
            ${words.retentionDays}
            <input
              class="field days"
              name="days"
              type="number"
              inputmode="numeric"
              required
              min=${LEAST_DAYS}
              max=${MOST_DAYS}
              .value=${String(days ?? SUGGESTED_DAYS)}
            />
            <small>${words.retentionHint(LEAST_DAYS)}</small>
          </label>`}
      ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <div class="buttons">
        <button class="button" type="button" @click=${() => (this.editing = false)}>${words.cancel}</button>
        <button class="button primary" type="submit">${words.save}</button>
      </div>
    </form>`;
  }

  #renderQuestion(name: string, days: number | null): TemplateResult {
    const close = (): void => void (this.asking = null);
    return html`<ask-dialog
      .title=${days === null ? words.confirmForever : words.confirmRetention(days)}
      .confirmText=${days === null ? words.save : words.eraseThem}
      ?danger=${days !== null}
      .content=${days === null
        ? html`<p dir="auto">${words.confirmForeverText(name)}</p>`
        : html`<p dir="auto">${words.confirmRetentionText(name, days)}</p>
            <p>${words.cannotBeUndone}</p>
            <p class="quiet">${words.retentionRecorded}</p>`}
      @dismiss=${close}
      @confirm=${() => {
        close();
        void this.#save(days);
      }}
    ></ask-dialog>`;
  }

  #edit(days: number | null): void {
    this.editing = true;
    this.forever = days === null;
    this.problem = "";
    void this.updateComplete.then(() => this.renderRoot.querySelector("input")?.focus());
  }

  readonly #ask = (event: SubmitEvent): void => {
    event.preventDefault();
    const days = this.forever ? null : Number(textOf(new FormData(event.target as HTMLFormElement), "days"));
    if (days === this.store.library.retention?.days) this.editing = false;
    else this.asking = { days };
  };

  async #save(days: number | null): Promise<void> {
    this.problem = (await this.store.library.saveRetention(days)) ?? "";
    if (this.problem === "") this.editing = false;
  }
}

function textOfDays(days: number | null): string {
  return days === null ? words.keptForever : words.keptFor(days);
}
