import { LitElement, css, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { coalesce } from "../shared/coalesce";
import type { ConsoleStore } from "./store";

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

/** What all parts share: boxes, buttons, focus, avatars. Colours come from the page. */
export const base = css`
  * {
    box-sizing: border-box;
  }
  :host {
    color: var(--text);
    font-size: 15px;
    line-height: 1.45;
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 1px;
  }
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 38px;
    padding: 6px 14px;
    border: 1px solid var(--control);
    border-radius: 9px;
    background: var(--raised);
    font-weight: 600;
    white-space: nowrap;
  }
  .button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--accent) 10%, var(--raised));
  }
  .button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }
  .button.primary:hover:not(:disabled) {
    background: var(--accent-strong);
  }
  .icon {
    inline-size: 38px;
    block-size: 38px;
    display: grid;
    place-items: center;
    flex: none;
    padding: 0;
    border: 0;
    border-radius: 9px;
    background: none;
    font-size: 19px;
  }
  .icon:hover {
    background: color-mix(in srgb, var(--text) 9%, transparent);
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .avatar {
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    font-weight: 700;
    font-size: 14px;
    color: #fff;
    background: #3f5f8f;
  }
  .avatar.c1 {
    background: #7a4a8c;
  }
  .avatar.c2 {
    background: #8a4b2d;
  }
  .avatar.c3 {
    background: #2d6b4a;
  }
  .avatar.c4 {
    background: #99365c;
  }
  .avatar.c5 {
    background: #4d5b66;
  }
  .quiet {
    color: var(--quiet);
  }
  .hidden-text {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

/** How many colours {@link base} has for avatars. */
export const AVATAR_COLOURS = 6;
