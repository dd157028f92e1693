import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { AvailableEngagement, PastEngagement } from "../client/index";
import { icons } from "../shared/icons";
import { engagementKind } from "../shared/message-view";
import { hueIndex, initials } from "../shared/text";
import { dateAndTime } from "../shared/time";
import { console_ as words } from "../strings/en";
import { AVATAR_COLOURS, StoreView, base } from "./store-view";

/** Beside the thread: who the follower is, what can be sent, what was given before. */
@customElement("side-pane")
export class SidePane extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow-y: auto;
        padding: 18px 16px;
        background: var(--surface);
      }
      .who {
        display: flex;
        gap: 12px;
        align-items: center;
        margin-block-end: 18px;
      }
      .who div {
        min-inline-size: 0;
      }
      .avatar {
        inline-size: 52px;
        block-size: 52px;
        font-size: 18px;
      }
      h2 {
        margin: 0;
        font-size: 17px;
      }
      h3 {
        margin: 18px 0 8px;
        font-size: 13px;
        font-weight: 650;
        color: var(--quiet);
      }
      section > h2 {
        padding-block-start: 14px;
        border-block-start: 1px solid var(--line);
      }
      p {
        margin: 0;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        display: grid;
        gap: 8px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 8px;
        align-items: center;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: 10px;
        overflow-wrap: anywhere;
      }
      li small {
        display: block;
        color: var(--quiet);
      }
      li strong {
        font-weight: 600;
      }
    `,
  ];

  #loadedFor: string | null = null;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { selected } = this.store;
    if (selected === undefined) this.#loadedFor = null;
    else if (this.#loadedFor !== selected.id) {
      this.#loadedFor = selected.id;
      void this.store.loadEngagements();
    }
  }

  protected override render(): unknown {
    const { store } = this;
    const row = store.selected;
    if (row === undefined) return nothing;
    const { engagements } = store;
    const online = store.client.signals.isOnline(row.channelId, row.follower.id);
    return html`<div class="who">
        <span class="avatar c${hueIndex(row.follower.id, AVATAR_COLOURS)}" aria-hidden="true">${initials(row.follower.name)}</span>
        <div>
          <h2 class="cut" dir="auto">${row.follower.name}</h2>
          <p class="quiet cut">${row.follower.id}</p>
          <p class="quiet">${online ? words.followerOnline : words.followerOffline}${row.cycle > 0 ? html` · ${words.cycle(row.cycle)}` : nothing}</p>
        </div>
      </div>
      <section aria-label=${words.engagements}>
        <h2>${words.engagements}</h2>
        ${engagements.problem === ""
          ? nothing
          : html`<p role="alert">
              ${engagements.problem}
              <button class="link" type="button" @click=${() => store.loadEngagements()}>${words.tryNow}</button>
            </p>`}
        <h3>${words.available}</h3>
        ${engagements.available.length === 0
          ? html`<p class="quiet">${engagements.loading ? words.loading : words.nothingAvailable}</p>`
          : html`<ul>
              ${engagements.available.map((engagement) => this.#renderAvailable(engagement))}
            </ul>`}
        <h3>${words.history}</h3>
        ${engagements.past.length === 0
          ? html`<p class="quiet">${engagements.loading ? words.loading : words.noHistory}</p>`
          : html`<ul>
              ${engagements.past.map((engagement) => this.#renderPast(engagement))}
            </ul>`}
      </section>`;
  }

  #renderAvailable(engagement: AvailableEngagement): TemplateResult {
    return html`<li>
      <span dir="auto"
        ><strong>${engagement.title}</strong><small>${engagementKind(engagement, words)}</small
        >${!engagement.description ? nothing : html`<small>${engagement.description}</small>`}</span
      >
      <button
        class="icon"
        type="button"
        aria-label=${words.sendEngagement(engagement.title)}
        title=${words.sendEngagement(engagement.title)}
        @click=${() => this.store.sendEngagement(engagement.id)}
      >
        ${icons.send}
      </button>
    </li>`;
  }

  #renderPast(engagement: PastEngagement): TemplateResult {
    return html`<li>
      <span dir="auto"
        ><strong>${engagement.title}</strong><small
          >${words.past[engagement.kind]}${engagement.points === undefined ? "" : `, ${words.points(engagement.points)}`} ·
          ${dateAndTime(new Date(engagement.at))}</small
        ></span
      >
    </li>`;
  }
}
