import { css, html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { LANGUAGES, words, type Language } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import type { Theme } from "./preferences";
import { settingsStyles } from "./settings-styles";

const THEMES = ["system", "light", "dark"] as const satisfies Theme[];

/** How one person likes the console on this device. */
@customElement("preferences-card")
export class PreferencesCard extends StoreView {
  static override styles = [
    base,
    settingsStyles,
    css`
      .switch {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 8px 0;
        font-size: 14.5px;
        font-weight: 400;
      }
      .switch input {
        inline-size: 18px;
        block-size: 18px;
        margin: 0;
        accent-color: var(--accent);
      }
      .pair {
        margin-block-start: 10px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { preferences } = this.store;
    const denied = typeof Notification === "undefined" || Notification.permission === "denied";
    return html`<section class="card" aria-labelledby="title">
      <div class="title">
        <div>
          <h2 id="title">${words.preferences}</h2>
          <p>${words.preferencesText}</p>
        </div>
      </div>
      <label class="switch">
        <input
          type="checkbox"
          .checked=${preferences.sound}
          @change=${(event: Event) => preferences.setSound((event.target as HTMLInputElement).checked)}
        />
        ${words.sound}
      </label>
      <label class="switch">
        <input
          type="checkbox"
          ?disabled=${denied}
          .checked=${preferences.desktop}
          @change=${(event: Event) => preferences.setDesktop((event.target as HTMLInputElement).checked)}
        />
        ${words.desktop}
      </label>
      ${denied ? html`<p class="quiet">${words.desktopDenied}</p>` : nothing}
      <div class="pair">
        <label>
          ${words.theme}
          <select class="field" @change=${(event: Event) => preferences.setTheme((event.target as HTMLSelectElement).value as Theme)}>
            ${THEMES.map((theme) => html`<option value=${theme} ?selected=${theme === preferences.theme}>${words.themes[theme]}</option>`)}
          </select>
        </label>
        <label>
          ${words.language}
          <select
            class="field"
            @change=${(event: Event) => preferences.setLanguage((event.target as HTMLSelectElement).value as Language)}
          >
            ${Object.entries(LANGUAGES).map(
              ([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === preferences.language}>${name}</option>`,
            )}
          </select>
        </label>
      </div>
    </section>`;
  }
}
