import { html, type TemplateResult } from "lit";
import { words } from "../../strings/console";
import type { ConsoleStore } from "../store";

let coming = false;
let failed = false;

/** Draws the Analytics page, which comes when it is first looked at: nobody else loads its charts. */
export function drawAnalytics(store: ConsoleStore): TemplateResult {
  if (customElements.get("analytics-page") !== undefined) return html`<analytics-page .store=${store}></analytics-page>`;
  if (failed) {
    return html`<p class="alone" role="alert">
      ${words.loadFailed} <button class="link" type="button" @click=${() => fetchPage(store)}>${words.tryNow}</button>
    </p>`;
  }
  if (!coming) fetchPage(store);
  return html`<p class="alone" role="status">${words.loading}</p>`;
}

function fetchPage(store: ConsoleStore): void {
  coming = true;
  failed = false;
  import("./analytics-page").catch(() => (failed = true)).finally(() => {
    coming = false;
    store.changed();
  });
}
