import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../../shared/icons";
import { dateAndTime } from "../../shared/time";
import { words } from "../../strings/console";
import type { Row } from "../inbox/rows";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import "../parts/person-avatar";
import "../parts/waiting-time";

/**
 * Above the thread: with whom, in which state, whose, and what can be done.
 *
 * @fires details - the follower pane is wanted, or not any more
 * @fires transfer - another agent shall have the conversation
 */
@customElement("thread-head")
export class ThreadHead extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        flex: none;
        display: flex;
        align-items: center;
        gap: 11px;
        min-block-size: 64px;
        padding: 8px 12px 8px 20px;
        border-block-end: 1px solid var(--line);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
      }
      h2 {
        font-size: 15.5px;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      .facts {
        display: flex;
        gap: 4px 8px;
        align-items: center;
        overflow: hidden;
        font-size: 13px;
        color: var(--quiet);
        white-space: nowrap;
      }
      .status {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .status::before {
        content: "";
        inline-size: 8px;
        block-size: 8px;
        border-radius: 50%;
        background: var(--control);
      }
      .status[data-status="UNANSWERED"]::before {
        background: var(--badge);
      }
      .status[data-status="ACTIVE"]::before {
        background: var(--online);
      }
      .facts > * + *::before {
        content: "·";
        margin-inline-end: 8px;
      }
      .facts > .owner.other::before,
      .facts > waiting-time::before {
        content: none;
      }
      .owner.other {
        padding: 1px 9px;
        border-radius: 8px;
        background: var(--warn-surface);
        color: var(--warn-text);
        font-weight: 550;
      }
      .back {
        display: none;
      }
      .actions {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .finish {
        margin-inline-end: 4px;
      }
      @media (max-width: 760px) {
        :host {
          min-block-size: 58px;
          padding: 6px 8px;
          gap: 8px;
        }
        .back {
          display: grid;
        }
        .close,
        person-avatar {
          display: none;
        }
        .finish {
          padding: 6px 11px;
          font-size: 17px;
        }
        .finish span {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        .facts > .follower-online {
          display: none;
        }
      }
    `,
  ];

  @property({ type: Boolean }) details = false;

  protected override render(): unknown {
    const { store } = this;
    const { row } = store.thread;
    return html`<button class="icon back" type="button" aria-label=${words.back} title=${words.back} @click=${() => store.close()}>
        ${icons.back}
      </button>
      ${row === undefined ? html`<div class="who"></div>` : this.#renderWho(row)}
      <div class="actions">
        ${row?.status === "ACTIVE" ? this.#renderActions() : nothing}
        <button
          class="icon"
          type="button"
          aria-label=${words.details}
          title="${words.details} (Alt+I)"
          aria-pressed=${String(this.details)}
          @click=${() => this.#ask("details")}
        >
          ${icons.panel}
        </button>
        <button class="icon close" type="button" aria-label=${words.closeThread} title="${words.closeThread} (Esc)" @click=${() => store.close()}>
          ${icons.close}
        </button>
      </div>`;
  }

  #renderWho(row: Row): TemplateResult {
    const { store } = this;
    const online = store.client.signals.isOnline(row.channelId, row.follower.id);
    return html`<person-avatar person=${row.follower.id} name=${row.follower.name} ?online=${online}></person-avatar>
      <div class="who">
        <h2 class="cut" dir="auto">${row.follower.name || words.erasedFollower}</h2>
        <div class="facts">
          <span class="status" data-testid="status" data-status=${row.status}>${words.tabs[row.status]}</span>
          ${this.#renderOwner(row)}
          ${row.status === "FINISHED" && row.finishedBy !== undefined && row.finishedAt !== undefined
            ? html`<span class="cut" data-testid="finished-by" dir="auto"
                >${words.finishedBy(row.finishedBy.name, dateAndTime(new Date(row.finishedAt)))}</span
              >`
            : nothing}
          ${online ? html`<span class="follower-online" data-testid="follower-online">${words.followerOnline}</span>` : nothing}
        </div>
      </div>`;
  }

  #renderOwner(row: Row): unknown {
    if (row.owner === undefined) {
      return row.status === "UNANSWERED" ? html`<span data-testid="owner">${words.noOwner}</span>` : nothing;
    }
    return this.store.isMe(row.owner)
      ? html`<span class="owner" data-testid="owner">${words.ownedByYou}</span>`
      : html`<span class="owner other cut" data-testid="owner" dir="auto">${words.ownedBy(row.owner.name)}</span>`;
  }

  #renderActions(): TemplateResult {
    return html`<button
        class="icon"
        type="button"
        aria-label=${words.transfer}
        title="${words.transfer} (Alt+T)"
        @click=${() => this.#ask("transfer")}
      >
        ${icons.transfer}
      </button>
      <button class="button finish" type="button" title="${words.finish} (Alt+E)" @click=${() => this.store.thread.finish()}>
        ${icons.check} <span>${words.finish}</span>
      </button>`;
  }

  #ask(what: "details" | "transfer"): void {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, composed: true }));
  }
}
