import { css, html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Bucket } from "../../client/index";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { RANGES, zones, type Days, type RangeName } from "./ranges";
import type { Choice } from "./reports";

/** What the report is of: range, buckets, zone and agent. */
@customElement("report-pickers")
export class ReportPickers extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 10px 14px;
      }
      fieldset {
        display: inline-flex;
        min-inline-size: 0;
        margin: 0;
        padding: 3px;
        border: 0;
        border-radius: 10px;
        background: color-mix(in srgb, var(--text) 6%, transparent);
      }
      legend {
        float: inline-start;
      }
      .choice {
        position: relative;
        display: inline-grid;
        place-items: center;
        min-block-size: 32px;
        padding: 0 12px;
        border-radius: 8px;
        color: var(--quiet);
        font-size: 13px;
        font-weight: 550;
        cursor: pointer;
        white-space: nowrap;
      }
      .choice:hover {
        color: var(--text);
      }
      .choice input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .choice:has(:checked) {
        background: var(--raised);
        color: var(--text);
        box-shadow: 0 1px 3px rgb(0 0 0 / 14%);
      }
      .choice:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }
      label.named {
        display: grid;
        gap: 2px;
        min-inline-size: 0;
        font-size: 12.5px;
        font-weight: 550;
      }
      .named .field {
        inline-size: auto;
        max-inline-size: 100%;
        min-block-size: 38px;
      }
      @media (max-width: 760px) {
        fieldset {
          flex: 1 1 100%;
        }
        .choice {
          flex: 1;
          min-block-size: 38px;
          padding: 0 6px;
        }
        label.named {
          flex: 1 1 40%;
        }
        .named .field {
          inline-size: 100%;
        }
      }
    `,
  ];

  readonly #zones = zones();

  protected override render(): TemplateResult {
    const { reports, library } = this.store;
    const { choice, buckets } = reports;
    const text = words.figures;
    const agents = [...library.agents].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    return html`<fieldset>
        <legend class="hidden-text">${text.range}</legend>
        ${RANGES.map((range) => this.#renderRange(range, range === choice.range))}
      </fieldset>
      ${choice.range === "custom" ? [this.#renderDay("first", text.from), this.#renderDay("last", text.to)] : nothing}
      ${this.#renderSelect(text.bucket, choice.bucket, buckets.map((bucket) => [bucket, text.buckets[bucket]]), (bucket) => ({
        bucket: bucket as Bucket,
      }))}
      ${this.#renderSelect(text.zone, choice.zone, this.#zones.map((zone) => [zone, zone.replaceAll("_", " ")]), (zone) => ({ zone }))}
      ${this.#renderSelect(
        text.agent,
        choice.agent,
        [["", text.everybody], ...agents.map(({ id, name }): [string, string] => [id, name])],
        (agent) => ({ agent }),
      )}`;
  }

  #renderRange(range: RangeName, checked: boolean): TemplateResult {
    const { reports } = this.store;
    return html`<label class="choice">
      <input type="radio" name="range" value=${range} .checked=${checked} @change=${() => void reports.choose({ range })} />
      ${words.figures.ranges[range]}
    </label>`;
  }

  #renderDay(edge: keyof Days, name: string): TemplateResult {
    const { reports } = this.store;
    return html`<label class="named"
      >${name}
      <input
        class="field"
        type="date"
        required
        .value=${reports.choice.days[edge]}
        @change=${(event: Event) => {
          const day = (event.target as HTMLInputElement).value;
          void reports.choose({ days: { ...reports.choice.days, [edge]: day } });
        }}
      />
    </label>`;
  }

  #renderSelect(
    name: string, value: string, options: [value: string, text: string][], choose: (value: string) => Partial<Choice>,
  ): TemplateResult {
    return html`<label class="named"
      >${name}
      <select
        class="field"
        @change=${(event: Event) => void this.store.reports.choose(choose((event.target as HTMLSelectElement).value))}
      >
        ${options.map(([each, text]) => html`<option value=${each} .selected=${each === value}>${text}</option>`)}
      </select>
    </label>`;
  }
}
