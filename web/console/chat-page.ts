import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { words } from "../strings/console";
import { TABS } from "./inbox/inbox";
import type { ConversationList } from "./inbox/conversation-list";
import { base } from "./parts/base";
import type { Action } from "./parts/shortcuts";
import { StoreView } from "./parts/store-view";
import type { TakeoverQuestion } from "./thread/open-thread";
import type { ThreadView } from "./thread/thread-view";
import "./follower/follower-pane";
import "./inbox/conversation-list";
import "./parts/ask-dialog";
import "./thread/thread-view";
import "./thread/transfer-dialog";

const WIDE_PIXELS = 1_280;

/** List, thread and follower pane, and what is asked about them. */
@customElement("chat-page")
export class ChatPage extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: grid;
        grid-template-columns: minmax(300px, 352px) minmax(0, 1fr);
        grid-template-rows: minmax(0, 1fr);
        min-block-size: 0;
      }
      :host([details]) {
        grid-template-columns: minmax(300px, 352px) minmax(0, 1fr) 304px;
      }
      conversation-list {
        border-inline-end: 1px solid var(--line);
      }
      follower-pane {
        border-inline-start: 1px solid var(--line);
      }
      @media (max-width: 1280px) {
        :host,
        :host([details]) {
          grid-template-columns: minmax(290px, 330px) minmax(0, 1fr);
        }
        follower-pane {
          position: absolute;
          inset: 0 0 0 auto;
          inline-size: min(320px, 100%);
          box-shadow: var(--shadow);
          z-index: 4;
        }
      }
      @media (max-width: 760px) {
        :host,
        :host([details]) {
          grid-template-columns: minmax(0, 1fr);
        }
        :host([thread]) conversation-list,
        :host(:not([thread])) thread-view {
          display: none;
        }
        conversation-list {
          border: 0;
        }
        follower-pane {
          inline-size: 100%;
          border: 0;
        }
      }
    `,
  ];

  @state() private details = window.innerWidth > WIDE_PIXELS;
  @state() private transferring = false;
  @query("thread-view") private readonly thread!: ThreadView | null;
  @query("conversation-list") private readonly list!: ConversationList | null;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const open = this.store.thread.id !== null;
    this.toggleAttribute("thread", open);
    this.toggleAttribute("details", open && this.details);
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const open = store.thread.id !== null;
    return html`<h1 class="hidden-text">${words.pages.chat}</h1>
      <conversation-list .store=${store}></conversation-list>
      <thread-view
        .store=${store}
        ?details=${this.details}
        @details=${this.#toggleDetails}
        @transfer=${() => this.#askTransfer()}
      ></thread-view>
      ${open && this.details ? html`<follower-pane .store=${store} @details=${this.#toggleDetails}></follower-pane>` : nothing}
      ${this.#renderQuestion()}
      ${this.transferring
        ? html`<transfer-dialog
            .store=${store}
            @done=${() => {
              this.transferring = false;
              this.thread?.focusComposer();
            }}
          ></transfer-dialog>`
        : nothing}`;
  }

  #renderQuestion(): unknown {
    const { thread } = this.store;
    const { question } = thread;
    if (question === null) return nothing;
    return html`<ask-dialog
      .title=${words.takeOverTitle}
      .confirmText=${words.yes}
      .dismissText=${words.no}
      .content=${html`<p dir="auto">${words.takeOverText(question.owner.name)}</p>
        <p class="quiet">${consequence(question)}</p>`}
      @confirm=${() => {
        thread.confirm();
        this.thread?.focusComposer();
      }}
      @dismiss=${() => {
        thread.dismiss();
        this.thread?.focusComposer();
      }}
    ></ask-dialog>`;
  }

  readonly #toggleDetails = (): void => {
    this.details = !this.details;
  };

  #askTransfer(): void {
    this.transferring = this.store.thread.row?.status === "ACTIVE";
  }

  /** Whether a dialog waits for its answer, and keys mean nothing else. */
  get asking(): boolean {
    return this.transferring || this.store.thread.question !== null;
  }

  /** Does what a key asked for; false when there is nothing to do. */
  do(action: Exclude<Action, "help">): boolean {
    const { store } = this;
    const { thread, inbox } = store;
    switch (action) {
      case "next":
        store.step(1);
        return true;
      case "previous":
        store.step(-1);
        return true;
      case "tab-1":
      case "tab-2":
      case "tab-3":
        inbox.setTab(TABS[Number(action.slice(-1)) - 1] ?? "UNANSWERED");
        void this.updateComplete.then(() => this.list?.focusRow(thread.id));
        return true;
      case "search":
        this.list?.focusSearch();
        return true;
      case "finish":
        void thread.finish();
        return true;
      case "transfer":
        this.#askTransfer();
        return this.transferring;
      case "details":
        this.#toggleDetails();
        return thread.id !== null;
      case "note":
        if (thread.id === null) return false;
        this.thread?.switchKind();
        return true;
      case "offer":
        this.thread?.openOffer();
        return thread.id !== null;
      case "attach":
        this.thread?.openAttach();
        return thread.id !== null;
      case "close":
        return this.#close();
    }
  }

  /** Back to the list, where the conversation was. */
  #close(): boolean {
    const { id } = this.store.thread;
    if (id === null) return false;
    this.store.close();
    void this.updateComplete.then(() => this.list?.focusRow(id));
    return true;
  }
}

function consequence({ purpose }: TakeoverQuestion): string {
  switch (purpose.kind) {
    case "send":
      return words.takeOverDraft;
    case "finish":
      return words.takeOverFinish;
    case "engagement":
      return words.takeOverEngagement;
    case "transfer":
      return words.takeOverTransfer(purpose.to.name);
  }
}
