import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Durations } from "../../client/index";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import { NOTHING, count, span } from "./figure-text";
import "../parts/waiting-time";

/** The times that a card has more to say of. */
type Timed = "response" | "handling";

/** How the channel's last 24 hours went, at a glance. */
@customElement("figure-cards")
export class FigureCards extends StoreView {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
        padding: 0 16px 10px;
      }
      h2 {
        margin-block-end: 5px;
        font-size: 12px;
        font-weight: 600;
        color: var(--quiet);
      }
      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.15fr);
        gap: 1px;
        overflow: hidden;
        border: 1px solid var(--line);
        border-radius: 10px;
        background: var(--line);
      }
      li {
        display: grid;
        background: var(--surface);
      }
      .card {
        display: grid;
        align-content: start;
        min-inline-size: 0;
        padding: 6px 8px 7px;
        border: 0;
        background: none;
        text-align: start;
      }
      button.card {
        cursor: help;
      }
      button.card:hover {
        background: var(--hover);
      }
      button.card:focus-visible {
        outline-offset: -2px;
        border-radius: 9px;
      }
      .label,
      .of {
        font-size: 11px;
        line-height: 1.35;
        color: var(--quiet);
      }
      .value {
        display: inline-block;
        font-size: 15.5px;
        font-weight: 650;
        letter-spacing: -0.01em;
        font-variant-numeric: tabular-nums;
      }
      waiting-time.value {
        display: inline-flex;
        font-weight: 650;
      }
      .value.none {
        font-weight: 400;
        color: var(--quiet);
      }
      [role="tooltip"] {
        position: absolute;
        inset: calc(100% - 6px) 16px auto;
        z-index: 3;
        padding: 11px 14px 12px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
        box-shadow: var(--shadow);
        font-size: 13px;
      }
      [role="tooltip"] p {
        color: var(--quiet);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 2px 14px;
        margin: 0 0 8px;
      }
      dt {
        color: var(--quiet);
      }
      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
      .problem {
        padding-block-start: 5px;
        font-size: 12px;
        color: var(--quiet);
      }
      .problem:empty {
        display: none;
      }
    `,
  ];

  /** The card whose detail is open. */
  @state() private open: Timed | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#onVisibility);
    if (this.hasUpdated) this.#onVisibility();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#onVisibility);
    this.store.live.show(false);
  }

  protected override firstUpdated(): void {
    this.#onVisibility();
  }

  readonly #onVisibility = (): void => {
    this.store.live.show(this.isConnected && !document.hidden);
  };

  protected override render(): TemplateResult {
    const { figures, problem } = this.store.live;
    const text = words.figures;
    return html`<h2 id="title">${text.last24Hours}</h2>
      <ul aria-labelledby="title" aria-busy=${String(figures === null && problem === "")}>
        ${this.#renderCount("finished", text.finished, figures?.finished)}
        ${this.#renderCount("active", text.activeNow, figures?.activeNow)}
        ${this.#renderCount("unanswered", text.unansweredNow, figures?.unansweredNow)}
        ${this.#renderTime("response", text.response, figures?.responseTime)}
        ${this.#renderTime("handling", text.handling, figures?.handlingTime)}
        ${this.#renderWait(figures?.longestWaitSince)}
      </ul>
      <p class="problem" role="status" data-testid="figures-problem">
        ${problem === "" ? nothing : figures === null ? text.missing : text.stale}
      </p>`;
  }

  /** What stands for a figure that is on its way, or cannot be had. */
  get #absent(): string {
    return this.store.live.problem === "" ? "…" : NOTHING;
  }

  #renderCount(id: string, label: string, value: number | undefined): TemplateResult {
    return html`<li>
      <span class="card" data-testid="card-${id}">
        <span class="label">${label}</span>${renderValue(value === undefined ? this.#absent : count(value), value === undefined)}
      </span>
    </li>`;
  }

  #renderTime(id: Timed, label: string, value: Durations | undefined): TemplateResult {
    const text = words.figures;
    const open = this.open === id;
    return html`<li
      @mouseenter=${() => this.#show(id)}
      @mouseleave=${() => this.#show(null)}
      @focusin=${() => this.#show(id)}
      @focusout=${() => this.#show(null)}
      @keydown=${this.#onKey}
    >
      <button class="card" type="button" data-testid="card-${id}" aria-describedby=${open ? "detail" : nothing} @click=${() => this.#show(id)}>
        <span class="label">${label}</span>
        ${renderValue(value === undefined ? this.#absent : span(value.mean), value?.mean == null)}
        <span class="of cut">${value === undefined ? "\u00a0" : value.n === 0 ? text.none : text.averageOf(value.n)}</span>
      </button>
      ${open && value !== undefined ? this.#renderDetail(id, value) : nothing}
    </li>`;
  }

  #renderDetail(id: Timed, { n, mean, median, p90 }: Durations): TemplateResult {
    const text = words.figures;
    return html`<div role="tooltip" id="detail" data-testid="card-detail">
      <dl>
        <dt>${text.n}</dt>
        <dd>${count(n)}</dd>
        <dt>${text.mean}</dt>
        <dd>${span(mean)}</dd>
        <dt>${text.median}</dt>
        <dd>${span(median)}</dd>
        <dt>${text.p90}</dt>
        <dd>${span(p90)}</dd>
      </dl>
      <p>${id === "response" ? text.responseMean : text.handlingMean}</p>
    </div>`;
  }

  #renderWait(since: string | null | undefined): TemplateResult {
    const text = words.figures;
    return html`<li>
      <span class="card" data-testid="card-wait">
        <span class="label">${text.longestWait}</span>
        ${since == null
          ? renderValue(since === null ? NOTHING : this.#absent, true)
          : html`<waiting-time class="value" since=${since}></waiting-time>`}
        <span class="of cut">${since === null ? text.nobodyWaits : "\u00a0"}</span>
      </span>
    </li>`;
  }

  #show(open: Timed | null): void {
    this.open = open;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.open === null) return;
    event.preventDefault();
    this.#show(null);
  };
}

function renderValue(text: string, none: boolean): TemplateResult {
  return html`<span class="value ${none ? "none" : ""}" data-testid="card-value">${text}</span>`;
}
