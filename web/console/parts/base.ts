import { css } from "lit";

/** What all parts share: boxes, buttons, fields, focus. Colours come from theme.css. */
export const base = css`
  * {
    box-sizing: border-box;
  }
  :host {
    color: var(--text);
  }
  :host([hidden]) {
    display: none;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
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
    opacity: 0.5;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 7px;
    min-block-size: 36px;
    padding: 6px 14px;
    border: 1px solid var(--line);
    border-radius: 9px;
    background: var(--raised);
    font-weight: 550;
    white-space: nowrap;
    transition: background-color 120ms;
  }
  .button:hover:not(:disabled) {
    background: var(--hover);
  }
  .button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  .button.primary:hover:not(:disabled) {
    background: var(--accent-strong);
  }
  .button.danger {
    color: var(--danger);
  }
  .icon {
    inline-size: 36px;
    block-size: 36px;
    display: grid;
    place-items: center;
    flex: none;
    padding: 0;
    border: 0;
    border-radius: 9px;
    background: none;
    color: var(--quiet);
    font-size: 18px;
    transition: background-color 120ms;
  }
  .icon:hover:not(:disabled),
  .icon[aria-pressed="true"],
  .icon[aria-expanded="true"] {
    background: var(--hover);
    color: var(--text);
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font-weight: 550;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .field {
    inline-size: 100%;
    min-block-size: 38px;
    padding: 7px 12px;
    border: 1px solid var(--control);
    border-radius: 9px;
    background: var(--raised);
    font-weight: 400;
    text-overflow: ellipsis;
  }
  select.field {
    block-size: 38px;
  }
  .field::placeholder,
  textarea::placeholder,
  input::placeholder {
    color: var(--quiet);
    opacity: 1;
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
    /* A name in another direction is read that way, and stands where the others do. */
    text-align: -webkit-match-parent;
    text-align: match-parent;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @media (max-width: 760px) {
    .field {
      font-size: 16px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;
