import { css } from "lit";

/** Cards and tables of the Analytics page. */
export const reportStyles = css`
  .card {
    min-inline-size: 0;
    padding: 18px 20px 14px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
  }
  h2 {
    font-size: 15.5px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .means {
    margin-block: 2px 12px;
    max-inline-size: 80ch;
    color: var(--quiet);
    font-size: 13px;
  }
  .scroll {
    overflow-x: auto;
    scrollbar-width: thin;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
    border-radius: 8px;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 6px 7px;
    border-block-end: 1px solid var(--line);
    text-align: end;
    white-space: nowrap;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  th {
    font-weight: 550;
    color: var(--quiet);
  }
  tbody th,
  tfoot th {
    color: var(--text);
  }
  th:first-child {
    padding-inline-start: 2px;
    text-align: start;
  }
`;
