import { css } from "lit";

/** Cards, lists and forms of the settings. */
export const settingsStyles = css`
  :host {
    display: block;
  }
  .card {
    padding: 20px 22px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 8px 16px;
    margin-block-end: 14px;
  }
  .title > div {
    flex: 1;
    min-inline-size: 200px;
  }
  h2 {
    font-size: 16px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .title p,
  .none {
    color: var(--quiet);
  }
  li {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 9px 0;
    border-block-start: 1px solid var(--line);
  }
  li > .what {
    flex: 1;
    min-inline-size: 0;
  }
  li small {
    display: block;
    color: var(--quiet);
    font-size: 13px;
  }
  li b {
    font-weight: 600;
  }
  form {
    display: grid;
    gap: 14px;
    padding: 16px;
    margin-block-end: 14px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--sunken);
  }
  label {
    display: grid;
    gap: 4px;
    font-size: 13px;
    font-weight: 550;
    min-inline-size: 0;
  }
  label small {
    font-weight: 400;
    color: var(--quiet);
  }
  label.check {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .check input {
    inline-size: 17px;
    block-size: 17px;
    margin: 0;
    accent-color: var(--accent);
  }
  textarea.field {
    min-block-size: 88px;
    resize: vertical;
    line-height: 1.45;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr));
    gap: 14px;
    align-items: start;
  }
  .buttons {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
  }
  .problem {
    color: var(--danger);
    font-size: 13.5px;
  }
`;
