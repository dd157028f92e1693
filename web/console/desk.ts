import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { ChatMode } from "../client/index";
import { connectionText } from "../shared/connection-text";
import { icons } from "../shared/icons";
import { hueIndex, initials } from "../shared/text";
import { console_ as words } from "../strings/en";
import { deskStyles } from "./app-styles";
import type { TakeoverQuestion } from "./store";
import { AVATAR_COLOURS, StoreView, base } from "./store-view";
import type { ThreadView } from "./thread-view";
import "./ask-dialog";
import "./conversation-list";
import "./side-pane";
import "./thread-view";

const WIDE_PIXELS = 1_180;

const keyList = html`<dl class="keys">
  ${words.keys.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${meaning}</dd>`)}
</dl>`;

/** The agent's desk: list, thread and side pane, what is asked and told, and the keys. */
@customElement("console-desk")
export class ConsoleDesk extends StoreView {
  static override styles = [base, deskStyles];

  @state() private asking: "mode" | "keys" | null = null;
  @state() private details = window.innerWidth > WIDE_PIXELS;
  @state() private now = Date.now();
  @query("thread-view") private readonly thread!: ThreadView | null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #welcomed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#onKey);
    clearInterval(this.#ticker);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#welcomed ||= this.store.client.identity !== null;
    // Only a wait that is counted down needs the clock here.
    const counting = this.store.client.state.phase === "waiting";
    if (counting && this.#ticker === undefined) {
      this.#ticker = setInterval(() => {
        this.now = Date.now();
      }, 1_000);
    } else if (!counting) {
      clearInterval(this.#ticker);
      this.#ticker = undefined;
    }
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const selected = store.selectedId !== null;
    return html`${this.#renderTop()}
      <div class="banner" role="status" data-testid="connection">${this.#renderConnection()}</div>
      ${this.#welcomed && store.client.channels.length === 0
        ? html`<p class="alone">${words.noChannels}</p>`
        : html`<main class="panes ${selected ? "thread" : ""} ${selected && this.details ? "details" : ""}">
            <conversation-list .store=${store}></conversation-list>
            <thread-view
              .store=${store}
              @details=${() => {
                this.details = !this.details;
              }}
            ></thread-view>
            ${selected && this.details ? html`<side-pane .store=${store}></side-pane>` : nothing}
          </main>`}
      ${this.#renderNotices()} ${this.#renderQuestion()} ${this.#renderAsked()}`;
  }

  #renderTop(): TemplateResult {
    const { store } = this;
    const { channels } = store.client;
    return html`<header class="top">
      <h1><a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28" /><span>Parley</span></a></h1>
      ${channels.length > 1
        ? html`<select
            aria-label=${words.channel}
            .value=${store.channelId ?? ""}
            @change=${(event: Event) => store.setChannel((event.target as HTMLSelectElement).value)}
          >
            ${channels.map(({ id, name }) => html`<option value=${id} ?selected=${id === store.channelId}>${name}</option>`)}
          </select>`
        : nothing}
      ${this.#renderMode()}
      <span class="space"></span>
      <button
        class="icon shortcuts"
        type="button"
        aria-label=${words.shortcuts}
        title=${words.shortcuts}
        @click=${() => {
          this.asking = "keys";
        }}
      >
        ${icons.keyboard}
      </button>
      <span class="me">
        <span class="avatar c${hueIndex(store.session.id, AVATAR_COLOURS)}" aria-hidden="true">${initials(store.session.name)}</span>
        <span class="name-of-me cut" data-testid="logged-in-as">${store.session.name}</span>
      </span>
      <button class="icon" type="button" aria-label=${words.logOut} title=${words.logOut} @click=${() => this.#logOut()}>
        ${icons.exit}
      </button>
    </header>`;
  }

  #renderMode(): unknown {
    const { channel, isChatAdmin } = this.store;
    if (channel === undefined) return nothing;
    const enabled = channel.mode === "TWO_WAY";
    return html`<span class="mode" data-testid="chat-mode" data-mode=${channel.mode} role="status">
      <span class="dot" aria-hidden="true"></span>
      <span><b>${channel.name}</b> <span class="quiet">${enabled ? words.modeTwoWay : words.modeOneWay}</span></span>
      ${isChatAdmin
        ? html`<button
            class="button"
            type="button"
            @click=${() => {
              this.asking = "mode";
            }}
          >
            ${enabled ? words.disableChat : words.enableChat}
          </button>`
        : nothing}
    </span>`;
  }

  #renderConnection(): unknown {
    const { client } = this.store;
    const text = connectionText(client.state, words, this.now);
    const { phase } = client.state;
    if (text === null || (!this.#welcomed && phase === "connecting")) return nothing;
    if (client.state.phase === "stopped" && client.state.code === 0) {
      return html`${text} <button class="link" type="button" @click=${() => this.#logIn()}>${words.logIn}</button>`;
    }
    if (phase !== "catching-up") {
      return html`${text} <button class="link" type="button" @click=${() => client.retryNow()}>${words.tryNow}</button>`;
    }
    return text;
  }

  #renderNotices(): TemplateResult {
    return html`<div class="notices" role="status" data-testid="notices">
      ${this.store.notices.map(
        ({ id, text }) =>
          html`<div class="notice">
            <p dir="auto">${text}</p>
            <button class="icon" type="button" aria-label=${words.close} @click=${() => this.store.dropNotice(id)}>${icons.close}</button>
          </div>`,
      )}
    </div>`;
  }

  #renderQuestion(): unknown {
    const { store } = this;
    const { question } = store;
    if (question === null) return nothing;
    return html`<ask-dialog
      .title=${words.takeOverTitle}
      .confirmText=${words.takeOver}
      .content=${html`<p dir="auto">${words.takeOverText(question.owner.name)}</p>
        <p class="quiet">${consequence(question)}</p>`}
      @confirm=${() => {
        store.confirm();
        this.thread?.focusComposer();
      }}
      @dismiss=${() => {
        store.dismiss();
        this.thread?.focusComposer();
      }}
    ></ask-dialog>`;
  }

  #renderAsked(): unknown {
    if (this.asking === null) return nothing;
    const close = (): void => {
      this.asking = null;
    };
    if (this.asking === "keys") {
      return html`<ask-dialog .title=${words.shortcuts} .dismissText=${words.close} .content=${keyList} @dismiss=${close}></ask-dialog>`;
    }
    const { channel } = this.store;
    const enabled = channel?.mode === "TWO_WAY";
    const next: ChatMode = enabled ? "ONE_WAY" : "TWO_WAY";
    const name = channel?.name ?? "";
    const title = enabled ? words.disableChat : words.enableChat;
    return html`<ask-dialog
      .title=${title}
      .confirmText=${title}
      .content=${html`<p dir="auto">${enabled ? words.disableText(name) : words.enableText(name)}</p>`}
      @dismiss=${close}
      @confirm=${() => {
        close();
        void this.store.setChat(next);
      }}
    ></ask-dialog>`;
  }

  #logIn(): void {
    this.store.session.logIn().catch(() => this.store.notify(words.loginFailed));
  }

  #logOut(): void {
    this.store.client.stop();
    this.store.session.logOut().catch(() => this.store.notify(words.loginFailed));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || this.asking !== null || this.store.question !== null) return;
    const typing = event.composedPath().some((target) => target instanceof HTMLElement && target.matches("input, textarea, select"));
    // By place on the keyboard: with Alt some layouts type another letter.
    if (event.altKey && !event.ctrlKey && !event.metaKey) {
      if (event.code === "KeyJ") this.store.step(1);
      else if (event.code === "KeyK") this.store.step(-1);
      else if (event.code === "KeyE") void this.store.finish();
      else return;
    } else if (event.key === "Escape" && this.store.selectedId !== null) {
      this.store.close();
    } else if (event.key === "?" && !typing) {
      this.asking = "keys";
    } else {
      return;
    }
    event.preventDefault();
  };
}

function consequence({ purpose }: TakeoverQuestion): string {
  return purpose.kind === "finish" ? words.takeOverFinish : words.takeOverDraft;
}
