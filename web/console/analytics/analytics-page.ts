import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Report } from "../../client/index";
import { timeOfDay } from "../../shared/time";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { bucketNames, chartsOf, isEmpty, type BucketName, type Chart } from "./charts";
import "./agent-table";
import "./line-chart";
import "./report-pickers";
import "./week-map";

interface Drawn {
  charts: Chart[];
  names: BucketName[];
}

/** A channel's figures over any time: charts, each with its table, the hours of the week, the agents. */
@customElement("analytics-page")
export class AnalyticsPage extends StoreView {
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
        max-inline-size: 1240px;
        margin: 0 auto;
        padding: 28px 20px 48px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      h1 {
        margin-inline-end: auto;
        font-size: 22px;
        font-weight: 650;
        letter-spacing: -0.02em;
      }
      .as-of {
        font-size: 13px;
        color: var(--quiet);
      }
      .charts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr));
        gap: 16px;
      }
      [aria-busy="true"] {
        opacity: 0.6;
      }
      .report {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
        transition: opacity 160ms;
      }
      .alone {
        padding: 14vh 24px;
        text-align: center;
      }
      .alone b {
        display: block;
        font-weight: 600;
      }
      .problem {
        padding: 9px 16px;
        border-radius: 10px;
        background: var(--danger-soft);
        color: var(--danger);
      }
      .exact {
        font-size: 13px;
        color: var(--quiet);
      }
      @media (max-width: 760px) {
        .column {
          padding: 18px 12px 32px;
        }
        h1 {
          flex-basis: 100%;
        }
        .as-of {
          margin-inline-end: auto;
        }
      }
    `,
  ];

  #channelId: string | null = null;
  #of: unknown[] = [];
  #drawn: Drawn = { charts: [], names: [] };

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { channelId, library, reports } = this.store;
    if (channelId === null || channelId === this.#channelId) return;
    this.#channelId = channelId;
    void library.loadAgents();
    void reports.load();
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const { reports } = store;
    const text = words.figures;
    return html`<div class="column">
      <header>
        <h1>${words.pages.analytics}</h1>
        ${reports.report === null ? nothing : html`<span class="as-of" data-testid="as-of">${text.asOf(timeOfDay(reports.asOf))}</span>`}
        <button class="button" type="button" ?disabled=${reports.loading} @click=${() => void reports.load()}>${text.refresh}</button>
        <button class="button" type="button" ?disabled=${reports.downloading} @click=${() => void this.#download()}>${text.csv}</button>
      </header>
      <report-pickers .store=${store}></report-pickers>
      <p class=${reports.problem === "" ? "hidden-text" : "problem"} role="alert" data-testid="report-problem">${reports.problem}</p>
      ${this.#renderReport()}
    </div>`;
  }

  #renderReport(): unknown {
    const { report, loading } = this.store.reports;
    const text = words.figures;
    if (report === null) return loading ? html`<p class="alone quiet" role="status">${words.loading}</p>` : nothing;
    if (isEmpty(report)) {
      return html`<p class="alone" role="status" aria-busy=${String(loading)}><b>${text.nothing}</b><span class="quiet">${text.nothingHint}</span></p>`;
    }
    const { charts, names } = this.#charts(report);
    return html`<div class="report" aria-busy=${String(loading)} data-testid="report">
      <div class="charts">
        ${charts.map((chart) => html`<line-chart .chart=${chart} .names=${names} theme=${this.store.preferences.theme}></line-chart>`)}
      </div>
      <p class="exact">${text.exact}</p>
      <agent-table .agents=${report.agents}></agent-table>
      <week-map .hours=${report.hoursOfWeek}></week-map>
    </div>`;
  }

  /** The same charts as long as report and language are the same: a chart is drawn anew when it changes. */
  #charts(report: Report): Drawn {
    const of = [report, words];
    if (of.some((each, index) => each !== this.#of[index])) {
      this.#of = of;
      this.#drawn = { charts: chartsOf(report), names: bucketNames(report) };
    }
    return this.#drawn;
  }

  async #download(): Promise<void> {
    const file = await this.store.reports.csv();
    if (file === null) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file.content);
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
