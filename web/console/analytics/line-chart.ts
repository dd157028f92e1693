import { LitElement, css, html, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import uPlot from "uplot";
import plotStyles from "uplot/dist/uPlot.min.css?inline";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { textOf, type BucketName, type Chart, type Column, type Unit } from "./charts";
import { reportStyles } from "./report-styles";

const HEIGHT = 190;
/** With more buckets a point each would hide the line. */
const MOST_POINTS = 62;
/** Steps of the axis that people can read: whole counts, and lengths of time as clocks have them. */
const STEPS: Readonly<Record<Unit, number[]>> = {
  count: [1, 2, 5].flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * 10 ** power)).sort((a, b) => a - b),
  seconds: [
    0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200,
    ...[1, 2, 5, 10, 20, 50, 100].map((days) => days * 86_400),
  ],
};
/** Lines are told apart by more than colour. */
const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4]];

/** Lines over the buckets of a window; a legend with the figures at the pointer, and all of them as a table. */
@customElement("line-chart")
export class LineChart extends LitElement {
  static override styles = [
    base,
    reportStyles,
    unsafeCSS(plotStyles),
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      figure {
        block-size: 100%;
        margin: 0;
      }
      .plot {
        block-size: ${HEIGHT}px;
        margin-inline: -6px;
        color: var(--quiet);
        border-color: var(--line);
        overflow: hidden;
      }
      .u-hz .u-cursor-x {
        border-color: var(--control);
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        min-block-size: 40px;
        margin-block-end: 6px;
        font-size: 13px;
      }
      .legend li {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .legend .when {
        flex-basis: 100%;
        color: var(--quiet);
      }
      .legend b {
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .mark {
        inline-size: 10px;
        block-size: 10px;
        border-radius: 3px;
        background: currentColor;
      }
      .c0 {
        color: light-dark(#0b6b61, #4cc0af);
      }
      .c1 {
        color: light-dark(#2f62c4, #8ab4ff);
      }
      .c2 {
        color: light-dark(#a8500f, #f2a76b);
      }
      .c3 {
        color: light-dark(#8a3ea8, #d7a3ef);
      }
      .c4 {
        color: light-dark(#a32c4e, #f58ba8);
      }
      summary {
        inline-size: fit-content;
        margin-block-start: 8px;
        color: var(--accent);
        font-size: 13px;
        font-weight: 550;
        cursor: pointer;
      }
      .scroll {
        max-block-size: 340px;
        margin-block-start: 8px;
        overflow-y: auto;
      }
      thead th {
        position: sticky;
        inset-block-start: 0;
        background: var(--surface);
      }
    `,
  ];

  @property({ attribute: false }) chart!: Chart;
  @property({ attribute: false }) names: BucketName[] = [];
  /** Light or dark, as chosen: the canvas is drawn anew in the other colours. */
  @property() theme = "";
  /** The bucket under the pointer. */
  @state() private at: number | null = null;
  @state() private hasTable = false;
  @query(".plot") private readonly area!: HTMLElement;
  readonly #size = new ResizeObserver(() => this.#resize());
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  #plot: uPlot | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dark.addEventListener("change", this.#draw);
    if (this.hasUpdated) this.#draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dark.removeEventListener("change", this.#draw);
    this.#size.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("chart") || changed.has("names") || changed.has("theme")) this.#draw();
  }

  protected override render(): TemplateResult {
    const { chart } = this;
    const text = words.figures;
    return html`<figure class="card" data-testid="chart-${chart.id}">
      <figcaption>
        <h2>${chart.title}</h2>
        <p class="means">${chart.means}</p>
      </figcaption>
      ${this.#renderLegend()}
      <div class="plot" role="img" aria-label=${text.chartOf(chart.title)}></div>
      <details @toggle=${(event: Event) => (this.hasTable = (event.target as HTMLDetailsElement).open)}>
        <summary>${text.table}<span class="hidden-text">: ${chart.title}</span></summary>
        ${this.hasTable ? this.#renderTable() : nothing}
      </details>
    </figure>`;
  }

  #renderLegend(): TemplateResult {
    const { at, chart } = this;
    let line = -1;
    return html`<ul class="legend">
      <li class="when">${at === null ? words.figures.whole : this.names[at]?.full}</li>
      ${chart.columns.map((column) => {
        const value = at === null ? column.total : (column.values[at] ?? null);
        const mark = column.drawn ? html`<span class="mark c${++line}" aria-hidden="true"></span>` : nothing;
        return html`<li>${mark}${column.name} <b>${textOf(column.unit, value)}</b></li>`;
      })}
    </ul>`;
  }

  #renderTable(): TemplateResult {
    const { columns, title } = this.chart;
    const text = words.figures;
    const row = (name: string, values: (number | null)[]): TemplateResult =>
      html`<tr>
        <th scope="row">${name}</th>
        ${columns.map((column, index) => html`<td>${textOf(column.unit, values[index] ?? null)}</td>`)}
      </tr>`;
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${text.tableOf(title)}>
      <table>
        <thead>
          <tr>
            <th scope="col">${text.period}</th>
            ${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${row(text.whole, columns.map(({ total }) => total))}
          ${this.names.map(({ full }, at) => row(full, columns.map(({ values }) => values[at] ?? null)))}
        </tbody>
      </table>
    </div>`;
  }

  #resize(): void {
    const width = this.area.clientWidth;
    if (this.#plot !== null && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }

  readonly #draw = (): void => {
    this.#plot?.destroy();
    this.at = null;
    const columns = this.chart.columns.filter(({ drawn }) => drawn);
    const data: uPlot.AlignedData = [this.names.map((_, index) => index), ...columns.map(({ values }) => values)];
    this.#plot = new uPlot(this.#options(columns), data, this.area);
    this.#size.observe(this.area);
  };

  #options(columns: Column[]): uPlot.Options {
    const { names } = this;
    // A canvas knows neither custom properties nor light-dark(): what they come to is read from elements.
    const marks = this.renderRoot.querySelectorAll(".mark");
    const { color, borderColor } = getComputedStyle(this.area);
    const unit = columns[0]?.unit ?? "count";
    const font = `11.5px ${getComputedStyle(this).fontFamily}`;
    const axis = { stroke: color, font, ticks: { show: false }, grid: { stroke: borderColor, width: 1 } };
    return {
      width: Math.max(this.area.clientWidth, 1),
      height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false, range: [-0.5, names.length - 0.5] },
        y: { range: (_plot, _min, most) => [0, Math.max(most * 1.08, unit === "count" ? 1 : 0.1)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          space: 74,
          incrs: STEPS.count,
          values: (_plot, at) => at.map((index) => names[index]?.short ?? ""),
        },
        {
          ...axis,
          size: unit === "count" ? 44 : 66,
          space: 36,
          incrs: STEPS[unit],
          values: (_plot, at) => at.map((value) => textOf(unit, value)),
        },
      ],
      series: [
        {},
        ...columns.map(({ name }, line) => {
          const stroke = getComputedStyle(marks[line] ?? this).color;
          const dash = DASHES[line] ?? [];
          return { label: name, stroke, width: 2, dash, points: { show: names.length <= MOST_POINTS, size: 5, fill: stroke } };
        }),
      ],
      hooks: { setCursor: [(plot) => (this.at = plot.cursor.idx ?? null)] },
    };
  }
}
