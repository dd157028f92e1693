import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { icons } from "../../shared/icons";
import { duration } from "../../shared/time";
import { words } from "../../strings/console";

const TICK_MILLIS = 1_000;
const LONG_MILLIS = 5 * 60_000;

/** All waiting times tick together, from one timer that runs while there are any. */
const shown = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | undefined;

function join(tick: () => void): void {
  shown.add(tick);
  ticker ??= setInterval(() => shown.forEach((other) => other()), TICK_MILLIS);
}

function leave(tick: () => void): void {
  shown.delete(tick);
  if (shown.size > 0) return;
  clearInterval(ticker);
  ticker = undefined;
}

/** How long somebody has been waiting, counted up. */
@customElement("waiting-time")
export class WaitingTime extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      gap: 4px;
      align-items: center;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    :host([long]) {
      color: var(--danger);
      font-weight: 600;
    }
    svg {
      font-size: 13px;
    }
  `;

  /** ISO time at which the wait began. */
  @property() since = "";
  @property({ type: Boolean, reflect: true }) long = false;
  @state() private now = Date.now();

  readonly #tick = (): void => {
    this.now = Date.now();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    join(this.#tick);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    leave(this.#tick);
  }

  protected override willUpdate(): void {
    this.long = this.now - Date.parse(this.since) > LONG_MILLIS;
  }

  protected override render(): TemplateResult {
    const time = duration(this.now - Date.parse(this.since));
    return html`${icons.clock}<span aria-label=${words.waitingFor(time)} role="img">${time}</span>`;
  }
}
