import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ChannelProfile } from "../../client/index";
import { icons } from "../../shared/icons";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { textOf } from "./fields";
import { settingsStyles } from "./settings-styles";
import "../parts/person-avatar";

/** What followers see of the channel: read by agents, edited by chat admins. */
@customElement("channel-card")
export class ChannelCard extends StoreView {
  static override styles = [
    base,
    settingsStyles,
    css`
      .profile {
        display: flex;
        align-items: center;
        gap: 14px;
        --avatar-size: 48px;
      }
      img {
        flex: none;
        inline-size: 48px;
        block-size: 48px;
        border-radius: 50%;
        object-fit: cover;
      }
      .profile > div {
        min-inline-size: 0;
      }
      b {
        font-weight: 600;
      }
      p {
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
    `,
  ];

  @state() private editing = false;
  @state() private problem = "";

  protected override render(): unknown {
    const { library, isChatAdmin } = this.store;
    const { profile } = library;
    if (profile === null) return nothing;
    return html`<section class="card" aria-labelledby="title">
      <div class="title">
        <div>
          <h2 id="title">${words.channelPage}</h2>
          <p>${words.channelPageText}</p>
        </div>
        ${isChatAdmin && !this.editing
          ? html`<button class="icon" type="button" aria-label=${words.editChannelPage} @click=${() => this.#edit()}>${icons.pencil}</button>`
          : nothing}
      </div>
      ${this.editing ? this.#renderForm(profile) : this.#renderProfile(profile)}
    </section>`;
  }

  #renderProfile({ id, name, description, pictureUrl }: ChannelProfile): TemplateResult {
    return html`<div class="profile">
      ${pictureUrl === undefined ? html`<person-avatar person=${id} name=${name}></person-avatar>` : html`<img src=${pictureUrl} alt="" />`}
      <div>
        <b data-testid="profile-name" dir="auto">${name}</b>
        ${description === undefined || description === ""
          ? html`<p class="none">${words.noDescription}</p>`
          : html`<p data-testid="profile-description" dir="auto">${description}</p>`}
      </div>
    </div>`;
  }

  #renderForm({ name, description, pictureUrl }: ChannelProfile): TemplateResult {
    return html`<form @submit=${this.#save}>
      <label>${words.channelName}<input class="field" name="name" required maxlength="200" dir="auto" .value=${name} /></label>
      <label>
        ${words.channelAbout}
        <textarea class="field" name="description" maxlength="2000" dir="auto" .value=${description ?? ""}></textarea>
      </label>
      <label>
        ${words.channelPicture}
        <input class="field" name="pictureUrl" maxlength="1000" pattern="(https:\\/\\/|\\/(?!\\/)).+" autocomplete="off" .value=${pictureUrl ?? ""} />
        <small>${words.channelPictureHint}</small>
      </label>
      ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <div class="buttons">
        <button
          class="button"
          type="button"
          @click=${() => {
            this.editing = false;
          }}
        >
          ${words.cancel}
        </button>
        <button class="button primary" type="submit">${words.save}</button>
      </div>
    </form>`;
  }

  #edit(): void {
    this.editing = true;
    this.problem = "";
    void this.updateComplete.then(() => this.renderRoot.querySelector("input")?.focus());
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const [description, pictureUrl] = [textOf(fields, "description"), textOf(fields, "pictureUrl")];
    const profile = {
      name: textOf(fields, "name"),
      ...(description === "" ? {} : { description }),
      ...(pictureUrl === "" ? {} : { pictureUrl }),
    };
    this.problem = (await this.store.library.saveProfile(profile)) ?? "";
    if (this.problem === "") this.editing = false;
  };
}
