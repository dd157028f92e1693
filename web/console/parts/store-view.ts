import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { coalesce } from "../../shared/coalesce";
import type { ConsoleStore } from "../store";

/** A part of the console: shows the store and is drawn anew when the store changes. */
export abstract class StoreView extends LitElement {
  @property({ attribute: false }) store!: ConsoleStore;

  #unsubscribe: (() => void) | null = null;
  readonly #draw = coalesce(() => this.requestUpdate());

  override connectedCallback(): void {
    super.connectedCallback();
    // At the first connection the store is not set yet: willUpdate subscribes then.
    if (this.hasUpdated) this.#subscribe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("store")) this.#subscribe();
  }

  #subscribe(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = this.store.onChange(this.#draw);
  }
}
