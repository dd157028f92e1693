import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import "./canned-card";
import "./catalogue-card";
import "./channel-card";
import "./live-chat-card";
import "./preferences-card";
import "./retention-card";

/** The channel's settings, and one's own. */
@customElement("settings-page")
export class SettingsPage extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow-y: auto;
        background: var(--canvas);
      }
      .column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
        max-inline-size: 760px;
        margin: 0 auto;
        padding: 28px 20px 48px;
      }
      h1 {
        margin: 0 0 6px;
        font-size: 22px;
        font-weight: 650;
        letter-spacing: -0.02em;
      }
    `,
  ];

  #channelId: string | null = null;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { channelId, library } = this.store;
    if (channelId === null || channelId === this.#channelId) return;
    this.#channelId = channelId;
    void library.loadChat();
    void library.loadProfile();
    void library.loadCanned();
    void library.loadCatalogue();
    if (this.store.isChatAdmin) void library.loadRetention();
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`<div class="column">
      <h1>${words.pages.settings}</h1>
      <live-chat-card .store=${store}></live-chat-card>
      <channel-card .store=${store}></channel-card>
      <canned-card .store=${store}></canned-card>
      <catalogue-card .store=${store}></catalogue-card>
      <retention-card .store=${store}></retention-card>
      <preferences-card .store=${store}></preferences-card>
    </div>`;
  }
}
