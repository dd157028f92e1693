import { css } from "lit";

/** How a conversation's messages look in the console. */
export const messageStyles = css`
  .day,
  .notice {
    align-self: center;
    max-inline-size: 90%;
    margin: 14px 0 6px;
    font-size: 13px;
    color: var(--quiet);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .day {
    font-weight: 650;
  }
  .message {
    max-inline-size: min(78%, 620px);
    align-self: flex-start;
    margin-block-start: 12px;
  }
  .message.continues {
    margin-block-start: 3px;
  }
  .message.ours {
    align-self: flex-end;
  }
  .name {
    margin: 0 12px 2px;
    font-size: 12.5px;
    color: var(--quiet);
  }
  .ours .name {
    text-align: end;
  }
  .bubble {
    inline-size: fit-content;
    padding: 8px 13px;
    border-radius: 15px 15px 15px 5px;
    background: color-mix(in srgb, var(--text) 8%, var(--surface));
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .ours .bubble {
    margin-inline-start: auto;
    border-radius: 15px 15px 5px 15px;
    background: color-mix(in srgb, var(--accent) 22%, var(--surface));
  }
  .mine .bubble {
    background: var(--accent);
    color: var(--on-accent);
  }
  .bubble a {
    color: inherit;
  }
  .gone {
    font-style: italic;
  }
  .message[data-state="failed"] .bubble {
    background: color-mix(in srgb, var(--danger) 12%, var(--surface));
    color: var(--text);
    box-shadow: inset 0 0 0 1px var(--danger);
  }
  .meta {
    display: flex;
    gap: 5px;
    align-items: center;
    margin: 2px 6px 0;
    font-size: 12px;
    color: var(--quiet);
  }
  .ours .meta,
  .failed {
    justify-content: flex-end;
  }
  .meta svg {
    font-size: 15px;
    display: block;
  }
  [data-mark="read"] {
    color: var(--accent);
  }
  .failed {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    margin: 4px 4px 0;
    font-size: 13.5px;
  }
  .failed span {
    color: var(--danger);
  }
  .card {
    display: grid;
    gap: 3px;
    padding: 10px 14px;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--accent);
    border-radius: 12px;
    background: var(--sunken);
    overflow-wrap: anywhere;
  }
  .card small {
    display: flex;
    gap: 6px;
    align-items: center;
    color: var(--quiet);
    font-weight: 650;
  }
  .card code {
    padding: 1px 7px;
    border: 1px dashed var(--control);
    border-radius: 6px;
    user-select: all;
  }
`;
