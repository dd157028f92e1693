import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { icons } from "../../shared/icons";
import { words } from "../../strings/console";
import type { MessageComposer } from "../composer/message-composer";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import type { MessageLog } from "./message-log";
import "../composer/message-composer";
import "./message-log";
import "./thread-head";

/** One conversation: its head, what was said, and the box to answer in. */
@customElement("thread-view")
export class ThreadView extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        min-block-size: 0;
        background: var(--surface);
      }
      .pick {
        margin: auto;
        padding: 24px;
        max-inline-size: 340px;
        text-align: center;
        color: var(--quiet);
        text-wrap: balance;
      }
      .pick .big {
        display: inline-grid;
        place-items: center;
        inline-size: 64px;
        block-size: 64px;
        margin-block-end: 14px;
        border-radius: 20px;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 30px;
      }
      .pick h2 {
        margin: 0 0 4px;
        font-size: 17px;
        font-weight: 650;
        letter-spacing: -0.01em;
        color: var(--text);
      }
    `,
  ];

  @property({ type: Boolean }) details = false;
  @query("message-composer") private readonly composer!: MessageComposer | null;
  @query("message-log") private readonly messages!: MessageLog | null;
  #shownId: string | null = null;

  /** Puts the cursor into the answer. */
  focusComposer(): void {
    this.composer?.focusText();
  }

  switchKind(): void {
    this.composer?.setKind(!this.store.thread.writesNote);
  }

  openOffer(): void {
    this.composer?.openOffer();
  }

  openAttach(): void {
    this.composer?.openAttach();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { id, row } = this.store.thread;
    if (id === this.#shownId || (id !== null && row === undefined)) return;
    this.#shownId = id;
    // A keyboard that slides in would cover half of a small screen.
    if (id !== null && !matchMedia("(max-width: 760px)").matches) void this.updateComplete.then(() => this.focusComposer());
  }

  protected override render(): TemplateResult {
    const { store } = this;
    if (store.thread.id === null) return this.#renderNothing();
    return html`<thread-head .store=${store} ?details=${this.details}></thread-head>
      <message-log .store=${store} @jumped=${() => this.focusComposer()}></message-log>
      ${store.thread.row === undefined
        ? nothing
        : html`<message-composer .store=${store} @sent=${() => this.messages?.toEnd()}></message-composer>`}`;
  }

  #renderNothing(): TemplateResult {
    return html`<div class="pick">
      <div class="big">${icons.chat}</div>
      <h2>${words.pick}</h2>
      <p>${words.pickHint}</p>
    </div>`;
  }
}
