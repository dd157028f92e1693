import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Cycle, PastEngagement } from "../../client/index";
import { icons } from "../../shared/icons";
import { dateAndTime } from "../../shared/time";
import { words } from "../../strings/console";
import type { Row } from "../inbox/rows";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { addressOf } from "../places";
import type { Paged } from "./follower-file";
import "../parts/person-avatar";
import "./follower-privacy";

const signs: Record<PastEngagement["kind"], unknown> = {
  COUPON_REDEEMED: icons.gift,
  POINTS_EARNED: icons.lightning,
  MESSAGE_RECEIVED: icons.chat,
};

/**
 * Beside the thread: who the follower is, earlier chats, what the channel gave them.
 *
 * @fires details - the pane is not wanted any more
 */
@customElement("follower-pane")
export class FollowerPane extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
        padding: 0 20px 24px;
        background: var(--surface);
      }
      .top {
        display: flex;
        justify-content: flex-end;
        align-items: center;
        min-block-size: 64px;
        margin-inline-end: -8px;
      }
      .top h2 {
        flex: 1;
        font-size: 14px;
        font-weight: 600;
      }
      .who {
        display: grid;
        justify-items: center;
        gap: 2px;
        padding-block-end: 18px;
        text-align: center;
        --avatar-size: 68px;
      }
      .who h3 {
        max-inline-size: 100%;
        margin-block-start: 10px;
        font-size: 16px;
        font-weight: 650;
      }
      section {
        padding: 16px 0;
        border-block-start: 1px solid var(--line);
      }
      h4 {
        margin: 0 0 10px;
        font-size: 12.5px;
        font-weight: 600;
        color: var(--quiet);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 6px 16px;
        margin: 0;
        font-size: 13.5px;
      }
      dt {
        color: var(--quiet);
      }
      dd {
        margin: 0;
        text-align: end;
        overflow-wrap: anywhere;
      }
      li {
        display: flex;
        gap: 12px;
        padding: 7px 0;
        font-size: 13.5px;
      }
      li > span {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      li small {
        display: block;
        font-size: 12.5px;
        color: var(--quiet);
      }
      .sign {
        flex: none;
        display: grid;
        place-items: center;
        inline-size: 30px;
        block-size: 30px;
        border-radius: 9px;
        background: var(--sunken);
        color: var(--quiet);
        font-size: 15px;
        font-weight: 600;
      }
      .more {
        margin-block-start: 8px;
        font-size: 13px;
      }
    `,
  ];

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { row } = this.store.thread;
    if (row === undefined) return;
    this.store.file.show({ conversationId: row.id, channelId: row.channelId, followerId: row.follower.id });
  }

  protected override render(): unknown {
    const { row } = this.store.thread;
    if (row === undefined) return nothing;
    const { cycles, history } = this.store.file;
    return html`<div class="top">
        <h2>${words.follower}</h2>
        <button
          class="icon"
          type="button"
          aria-label=${words.close}
          @click=${() => this.dispatchEvent(new CustomEvent("details", { bubbles: true, composed: true }))}
        >
          ${icons.close}
        </button>
      </div>
      ${this.#renderProfile(row)}
      ${this.#renderOtherThreads()}
      ${this.#renderPaged(words.chats, cycles, words.noPastChats, (cycle) => this.#renderCycle(cycle), () => this.store.file.moreCycles())}
      ${this.#renderPaged(words.history, history, words.noHistory, renderPast, () => this.store.file.moreHistory())}
      ${this.store.isChatAdmin
        ? html`<follower-privacy
            .rest=${this.store.rest}
            channel=${row.channelId}
            follower=${row.follower.id}
            name=${row.follower.name}
            ?erased=${row.status === "ERASED"}
          ></follower-privacy>`
        : nothing}`;
  }

  #renderProfile(row: Row): TemplateResult {
    const { id, name } = row.follower;
    const online = this.store.client.signals.isOnline(row.channelId, id);
    return html`<div class="who">
        <person-avatar person=${id} name=${name} ?online=${online}></person-avatar>
        <h3 class="cut" dir="auto">${name || words.erasedFollower}</h3>
        <p class="quiet">${online ? words.followerOnline : words.followerOffline}</p>
      </div>
      <section aria-label=${words.profile}>
        <dl>
          <dt>${words.knownAs}</dt>
          <dd>${id}</dd>
          <dt>${words.channel}</dt>
          <dd dir="auto">${this.store.client.channel(row.channelId)?.name ?? row.channelId}</dd>
        </dl>
      </section>`;
  }

  #renderOtherThreads(): unknown {
    const { otherThreads } = this.store.file;
    if (otherThreads.length === 0) return nothing;
    return html`<section aria-label=${words.otherThreads}>
      <h4>${words.otherThreads}</h4>
      <p class="quiet">${words.otherThreadsText}</p>
      <ul>
        ${otherThreads.map(
          ({ conversationId, followerName, status, lastActivityAt }) => html`<li data-testid="other-thread">
            <span class="sign" aria-hidden="true">${icons.chat}</span>
            <span
              ><a class="link" href=${addressOf(conversationId)} dir="auto">${followerName}</a
              ><small>${words.tabs[status]} · ${dateAndTime(new Date(lastActivityAt))}</small></span
            >
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #renderPaged<T>(
    name: string, paged: Paged<T>, none: string, draw: (item: T) => TemplateResult, more: () => Promise<void>,
  ): TemplateResult {
    const { items, nextCursor, loading, problem } = paged;
    return html`<section aria-label=${name}>
      <h4>${name}</h4>
      ${items.length === 0 && !loading && problem === "" ? html`<p class="quiet">${none}</p>` : nothing}
      ${items.length === 0 ? nothing : html`<ul>${items.map(draw)}</ul>`}
      ${problem === "" ? nothing : html`<p role="alert">${problem}</p>`}
      ${loading ? html`<p class="quiet">${words.loading}</p>` : nothing}
      ${!loading && (nextCursor !== null || problem !== "")
        ? html`<button class="link more" type="button" @click=${more}>${problem === "" ? words.more : words.tryNow}</button>`
        : nothing}
    </section>`;
  }

  #renderCycle({ cycle, openedAt, finishedAt, finishedBy, owners }: Cycle): TemplateResult {
    const names = owners?.map((owner) => (this.store.isMe(owner) ? words.you : owner.name)).join(", ") ?? "";
    const end =
      finishedAt === undefined || finishedBy === undefined
        ? words.stillOpen
        : words.finishedBy(finishedBy.name, dateAndTime(new Date(finishedAt)));
    return html`<li data-testid="cycle">
      <span class="sign" aria-hidden="true">${cycle}</span>
      <span
        ><span class="hidden-text">${words.chatNumber(cycle)}, </span>${dateAndTime(new Date(openedAt))}<small dir="auto"
          >${names === "" ? words.nobodyAnswered : `${words.cycleOwners} ${names}`}</small
        ><small dir="auto">${end}</small></span
      >
    </li>`;
  }
}

function renderPast({ kind, title, points, at }: PastEngagement): TemplateResult {
  return html`<li data-testid="past-engagement">
    <span class="sign" aria-hidden="true">${signs[kind]}</span>
    <span
      ><span dir="auto">${title}</span><small
        >${words.past[kind]}${points === undefined ? "" : `, ${words.points(points)}`} · ${dateAndTime(new Date(at))}</small
      ></span
    >
  </li>`;
}
