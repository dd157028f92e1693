import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../../shared/icons";
import { briefly } from "../../shared/time";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import type { Row } from "./rows";
import "../parts/person-avatar";
import "../parts/waiting-time";

/** One conversation in the list: who, the newest message, how long it waits, whose it is. */
@customElement("conversation-row")
export class ConversationRow extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        grid-template-rows: auto auto auto;
        align-content: center;
        gap: 1px 11px;
        margin: 0 8px;
        padding: 0 10px;
        border-radius: 10px;
        cursor: pointer;
        user-select: none;
      }
      :host(:hover) {
        background: var(--hover);
      }
      :host([aria-selected="true"]) {
        background: var(--accent-soft);
      }
      :host(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: -2px;
      }
      person-avatar {
        grid-row: span 3;
        align-self: center;
      }
      .name {
        font-weight: 550;
      }
      :host([data-unread]) .name,
      :host([data-unread]) .preview {
        font-weight: 650;
        color: var(--text);
      }
      .when,
      waiting-time {
        justify-self: end;
        align-self: center;
        font-size: 12.5px;
        color: var(--quiet);
        white-space: nowrap;
      }
      waiting-time[long] {
        color: var(--danger);
      }
      .preview {
        color: var(--quiet);
        font-size: 13.5px;
      }
      .wide {
        grid-column: 2 / 4;
      }
      .unread {
        align-self: center;
        justify-self: end;
        min-inline-size: 19px;
        padding: 0 6px;
        border-radius: 10px;
        background: var(--accent);
        color: var(--on-accent);
        font-size: 11.5px;
        font-weight: 700;
        line-height: 19px;
        text-align: center;
      }
      .unread.some {
        min-inline-size: 9px;
        inline-size: 9px;
        block-size: 9px;
        padding: 0;
      }
      .foot {
        grid-column: 2 / 4;
        display: flex;
        gap: 5px;
        align-items: center;
        font-size: 12.5px;
        color: var(--quiet);
        min-inline-size: 0;
      }
      .foot svg {
        font-size: 12px;
      }
      .mine {
        color: var(--accent);
        font-weight: 600;
      }
      :host([aria-selected="true"]) :is(.preview, .when, .foot, waiting-time:not([long])) {
        color: light-dark(#465260, #b4c1cf);
      }
      :host([aria-selected="true"]) .mine {
        color: light-dark(#084f48, #78d6c8);
      }
    `,
  ];

  @property({ attribute: false }) row!: Row;
  @property() myId = "";
  @property({ type: Boolean }) hasUnread = false;
  @property({ type: Boolean }) online = false;

  protected override render(): TemplateResult {
    const { row, hasUnread } = this;
    const { name } = row.follower;
    return html`<person-avatar person=${row.follower.id} name=${name} ?online=${this.online}></person-avatar>
      <span class="name cut" data-testid="row-name" dir="auto">${name}</span>
      ${row.waitingSince === undefined
        ? html`<time class="when" datetime=${row.lastActivityAt}>${briefly(new Date(row.lastActivityAt))}</time>`
        : html`<waiting-time data-testid="row-waiting" since=${row.waitingSince}></waiting-time>`}
      <span class="preview cut ${hasUnread ? "" : "wide"}" data-testid="row-preview" dir="auto">${this.#preview()}</span>
      ${hasUnread ? this.#renderUnread() : nothing} ${this.#renderFoot()}`;
  }

  #renderUnread(): TemplateResult {
    const { unread, unreadBefore } = this.row;
    return unreadBefore
      ? html`<span class="unread some" data-testid="row-unread" role="img" aria-label=${words.unreadSome}></span>`
      : html`<span class="unread" data-testid="row-unread" role="img" aria-label=${words.unread(unread)}>${unread}</span>`;
  }

  #renderFoot(): unknown {
    const { owner, status, finishedBy } = this.row;
    if (owner !== undefined) {
      const mine = owner.id === this.myId;
      return html`<span class="foot ${mine ? "mine" : ""}">
        ${icons.person}<span class="cut" data-testid="row-owner" dir="auto">${mine ? words.you : owner.name}</span>
      </span>`;
    }
    if (status !== "FINISHED" || finishedBy === undefined) return nothing;
    return html`<span class="foot">${icons.check}<span class="cut" dir="auto">${words.closedBy(finishedBy.name)}</span></span>`;
  }

  #preview(): string {
    const last = this.row.lastMessage;
    if (last === undefined) return "";
    const text = last.deleted === true ? words.deleted : (last.text ?? words.attachments(1));
    if (last.sender.role === "FOLLOWER") return text;
    return `${last.sender.id === this.myId ? words.you : last.sender.name}: ${text}`;
  }
}
