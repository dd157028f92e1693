import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { dateAndTime } from "../../shared/time";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { settingsStyles } from "./settings-styles";
import "../parts/ask-dialog";

/** Whether followers can write: shown to everybody, changed by chat admins. */
@customElement("live-chat-card")
export class LiveChatCard extends StoreView {
  static override styles = [
    base,
    settingsStyles,
    css`
      .state {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .dot {
        flex: none;
        inline-size: 11px;
        block-size: 11px;
        border-radius: 50%;
        background: var(--online);
        box-shadow: 0 0 0 4px color-mix(in srgb, var(--online) 18%, transparent);
      }
      .dot.off {
        background: var(--control);
        box-shadow: 0 0 0 4px color-mix(in srgb, var(--control) 18%, transparent);
      }
      b {
        font-weight: 600;
      }
    `,
  ];

  @state() private asking = false;

  protected override render(): unknown {
    const { channel, library, isChatAdmin } = this.store;
    if (channel === undefined) return nothing;
    const enabled = channel.mode === "TWO_WAY";
    const { chat } = library;
    return html`<section class="card" aria-labelledby="title">
      <div class="title">
        <div>
          <h2 id="title">${words.liveChat}</h2>
          <p dir="auto">${words.liveChatText(channel.name)}</p>
        </div>
        ${isChatAdmin
          ? html`<button class="button ${enabled ? "" : "primary"}" type="button" @click=${() => this.#ask()}>
              ${enabled ? words.disableChat : words.enableChat}
            </button>`
          : nothing}
      </div>
      <div class="state">
        <span class="dot ${enabled ? "" : "off"}" aria-hidden="true"></span>
        <div>
          <b>${enabled ? words.modeTwoWay : words.modeOneWay}</b>
          <p class="quiet" data-testid="mode-since" dir="auto">
            ${chat?.changedBy === undefined || chat.changedAt === undefined
              ? words.modeAsConfigured
              : words.modeSince(chat.changedBy.name, dateAndTime(new Date(chat.changedAt)))}${isChatAdmin ? nothing : html` · ${words.adminsOnly}`}
          </p>
        </div>
      </div>
      ${this.asking ? this.#renderQuestion(channel.name, enabled) : nothing}
    </section>`;
  }

  #ask(): void {
    this.asking = true;
    void this.store.library.loadAgents();
  }

  #renderQuestion(name: string, enabled: boolean): TemplateResult {
    const online = this.store.library.agents.filter((agent) => agent.online).length;
    const title = enabled ? words.disableChat : words.enableChat;
    return html`<ask-dialog
      .title=${title}
      .confirmText=${title}
      .content=${html`<p dir="auto">${enabled ? words.disableText(name) : words.enableText(name)}</p>
        ${enabled || online === 0 ? nothing : html`<p>${words.agentsOnline(online)}</p>`}
        <p class="quiet">${words.recorded}</p>`}
      @dismiss=${() => {
        this.asking = false;
      }}
      @confirm=${() => {
        this.asking = false;
        void this.store.library.setChat(enabled ? "ONE_WAY" : "TWO_WAY");
      }}
    ></ask-dialog>`;
  }
}
