import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { HourOfWeek } from "../../client/index";
import { locale } from "../../shared/time";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { count } from "./figure-text";
import { reportStyles } from "./report-styles";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const LEVELS = 5;
/** A Monday. */
const MONDAY = Date.UTC(2026, 2, 2);
const DAY_MILLIS = 86_400_000;

type Shown = "opened" | "followerMessages";

/** When followers write: a table of the week's hours, darker where more came in. */
@customElement("week-map")
export class WeekMap extends LitElement {
  static override styles = [
    base,
    reportStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
        justify-content: space-between;
        gap: 0 16px;
      }
      .head > div {
        flex: 1 1 300px;
      }
      label {
        display: grid;
        margin-block-end: 12px;
        font-size: 12.5px;
        font-weight: 550;
      }
      select.field {
        inline-size: auto;
      }
      table {
        min-inline-size: 700px;
        table-layout: fixed;
        border-collapse: separate;
        border-spacing: 2px;
      }
      th,
      td {
        padding: 0;
        border: 0;
        font-size: 11.5px;
        text-align: center;
      }
      thead th:first-child {
        inline-size: 44px;
      }
      td {
        block-size: 28px;
        border-radius: 5px;
        background: var(--sunken);
      }
      td.l0 {
        color: var(--quiet);
      }
      td.l1 {
        background: light-dark(#dff0ec, #16302c);
      }
      td.l2 {
        background: light-dark(#b8ddd5, #1d4640);
      }
      td.l3 {
        background: light-dark(#86c3b7, #256158);
      }
      td.l4 {
        background: light-dark(#167d71, #3fae9d);
        color: light-dark(#fff, #04140f);
      }
      td.l5 {
        background: light-dark(#084f48, #78d6c8);
        color: light-dark(#fff, #04140f);
      }
    `,
  ];

  /** Only hours in which something came in. */
  @property({ attribute: false }) hours: HourOfWeek[] = [];
  @state() private shown: Shown = "opened";

  protected override render(): TemplateResult {
    const text = words.figures;
    const { shown } = this;
    const values = new Map(this.hours.map((hour) => [hour.day * 24 + hour.hour, hour[shown]]));
    const most = Math.max(1, ...values.values());
    const short = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
    return html`<section class="card" aria-labelledby="title" data-testid="week">
      <div class="head">
        <div>
          <h2 id="title">${text.week}</h2>
          <p class="means">${text.weekMean}</p>
        </div>
        <label
          >${text.shown}
          <select class="field" @change=${(event: Event) => (this.shown = (event.target as HTMLSelectElement).value as Shown)}>
            ${(["opened", "followerMessages"] as const).map(
              (each) => html`<option value=${each} .selected=${each === shown}>${text.weekOf[each]}</option>`,
            )}
          </select>
        </label>
      </div>
      <div class="scroll" role="region" tabindex="0" aria-label=${text.tableOf(text.week)}>
        <table>
          <thead>
            <tr>
              <th scope="col"><span class="hidden-text">${text.day}</span></th>
              ${HOURS.map((hour) => html`<th scope="col">${String(hour).padStart(2, "0")}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${DAYS.map(
              (day) =>
                html`<tr>
                  <th scope="row">${short.format(MONDAY + (day - 1) * DAY_MILLIS)}</th>
                  ${HOURS.map((hour) => renderCell(values.get(day * 24 + hour) ?? 0, most))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}

function renderCell(value: number, most: number): TemplateResult {
  return html`<td class="l${Math.ceil((value / most) * LEVELS)}">${count(value)}</td>`;
}
