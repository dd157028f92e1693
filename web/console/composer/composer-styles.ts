import { css } from "lit";

export const composerStyles = css`
  :host {
    flex: none;
    display: block;
    padding: 0 clamp(10px, 2vw, 20px) 14px;
  }
  .box {
    position: relative;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--raised);
    box-shadow: 0 1px 3px rgb(0 0 0 / 5%);
    transition: border-color 120ms;
  }
  .box:has(textarea:focus) {
    border-color: var(--accent);
    box-shadow: 0 0 0 1px var(--accent);
  }
  .box.note {
    border-color: var(--note-line);
    background: var(--note-surface);
  }
  .kinds {
    display: flex;
    align-items: center;
    gap: 2px;
    padding: 6px 8px 0;
  }
  .kinds button {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 3px 9px;
    border: 0;
    border-radius: 7px;
    background: none;
    color: var(--quiet);
    font-size: 12.5px;
    font-weight: 550;
  }
  .note .kinds button {
    color: var(--warn-text);
  }
  .kinds button[aria-pressed="true"] {
    background: color-mix(in srgb, var(--text) 8%, transparent);
    color: var(--text);
  }
  .hint {
    margin-inline-start: auto;
    padding-inline-end: 8px;
    font-size: 12.5px;
    color: var(--quiet);
  }
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 42px;
    max-block-size: 34vh;
    field-sizing: content;
    resize: none;
    padding: 9px 16px;
    border: 0;
    background: none;
    line-height: 1.5;
  }
  /* The box around it shows the focus. */
  textarea:focus-visible {
    outline: 0;
  }
  .note textarea::placeholder {
    color: var(--warn-text);
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 2px;
    padding: 0 8px 8px;
  }
  .note .icon,
  .note .keys {
    color: var(--warn-text);
  }
  .space {
    flex: 1;
  }
  .keys {
    margin-inline-end: 12px;
    font-size: 12px;
    color: var(--quiet);
  }
  .button {
    min-block-size: 34px;
  }
  .problem {
    margin: 8px 6px 0;
    color: var(--danger);
  }
  @media (max-width: 1180px) {
    .keys {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @media (max-width: 760px) {
    :host {
      padding: 0 8px 8px;
    }
    textarea {
      font-size: 16px;
    }
  }
`;
