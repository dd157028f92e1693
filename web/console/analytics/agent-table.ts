import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Durations, ReportAgent } from "../../client/index";
import { icons } from "../../shared/icons";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { inOrder, ordered, type AgentColumn, type AgentOrder } from "./agent-order";
import { count, span } from "./figure-text";
import { reportStyles } from "./report-styles";

const COUNTS = ["taken", "takenOver", "transferred", "finished", "agentMessages"] as const;
const TIMES = ["responseTime", "firstResponseTime", "handlingTime", "resolutionTime"] as const;

/** What each agent did; every column can be ordered by. */
@customElement("agent-table")
export class AgentTable extends LitElement {
  static override styles = [
    base,
    reportStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      th button {
        display: inline-flex;
        align-items: center;
        gap: 3px;
        padding: 4px 0;
        border: 0;
        border-radius: 5px;
        background: none;
        color: inherit;
        font-weight: inherit;
      }
      th button:hover {
        color: var(--text);
      }
      /* Before the name, so that names stand above their figures. */
      th:not(:first-child) button {
        flex-direction: row-reverse;
      }
      th svg {
        flex: none;
        font-size: 12px;
        visibility: hidden;
      }
      th[aria-sort] {
        color: var(--text);
      }
      th[aria-sort] svg {
        visibility: visible;
      }
      th[aria-sort="ascending"] svg {
        rotate: 180deg;
      }
      thead th {
        padding-block: 2px;
        white-space: normal;
        vertical-align: bottom;
      }
      th button {
        text-align: inherit;
      }
      small {
        display: block;
        color: var(--quiet);
        font-size: 12px;
      }
      tbody > tr > * {
        vertical-align: top;
      }
    `,
  ];

  @property({ attribute: false }) agents: ReportAgent[] = [];
  @state() private order: AgentOrder = { by: "name", descending: false };

  protected override render(): TemplateResult {
    const text = words.figures;
    return html`<section class="card" aria-labelledby="title" data-testid="agents">
      <h2 id="title">${text.agents}</h2>
      <p class="means">${text.agentsMean}</p>
      ${this.agents.length === 0 ? html`<p class="quiet">${text.noAgents}</p>` : this.#renderTable()}
    </section>`;
  }

  #renderTable(): TemplateResult {
    const text = words.figures;
    const names: Record<AgentColumn, string> = {
      name: text.name, taken: text.taken, takenOver: text.takenOver, transferred: text.transferred, finished: text.finished,
      agentMessages: text.messages, responseTime: text.response, firstResponseTime: text.firstResponse,
      handlingTime: text.handling, resolutionTime: text.resolution,
    };
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${text.tableOf(text.agents)}>
      <table>
        <thead>
          <tr>
            ${(["name", ...COUNTS, ...TIMES] as const).map((column) => this.#renderHead(column, names[column]))}
          </tr>
        </thead>
        <tbody>
          ${inOrder(this.agents, this.order).map(
            ({ name, figures }) =>
              html`<tr>
                <th scope="row" dir="auto">${name}</th>
                ${COUNTS.map((column) => html`<td>${count(figures[column])}</td>`)}
                ${TIMES.map((column) => renderTime(figures[column]))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #renderHead(column: AgentColumn, name: string): TemplateResult {
    const { by, descending } = this.order;
    const sort = by !== column ? nothing : descending ? "descending" : "ascending";
    return html`<th scope="col" aria-sort=${sort}>
      <button type="button" @click=${() => (this.order = ordered(this.order, column))}>${name}${icons.down}</button>
    </th>`;
  }
}

function renderTime({ mean, median, p90 }: Durations): TemplateResult {
  return html`<td>${span(mean)}${mean === null ? nothing : html`<small>${span(median)} · ${span(p90)}</small>`}</td>`;
}
