import { css } from "lit";

/** How a conversation's messages look in the console. */
export const messageStyles = css`
  .day,
  .notice {
    align-self: center;
    max-inline-size: 90%;
    margin: 14px 0 4px;
    font-size: 12.5px;
    color: var(--quiet);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .day {
    display: flex;
    align-items: center;
    gap: 16px;
    inline-size: 100%;
    max-inline-size: none;
    margin-block-start: 22px;
    font-weight: 600;
  }
  .day::before,
  .day::after {
    content: "";
    flex: 1;
    block-size: 1px;
    background: var(--line);
  }
  .message {
    position: relative;
    max-inline-size: min(76%, 600px);
    align-self: flex-start;
    margin-block-start: 14px;
  }
  .message.continues {
    margin-block-start: 3px;
  }
  .message.ours {
    align-self: flex-end;
  }
  .name {
    margin: 0 4px 3px;
    font-size: 12.5px;
    font-weight: 550;
    color: var(--quiet);
  }
  .ours .name {
    text-align: end;
  }
  .bubble {
    inline-size: fit-content;
    padding: 8px 13px;
    border-radius: 14px 14px 14px 4px;
    background: var(--bubble);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .ours .bubble {
    margin-inline-start: auto;
    border-radius: 14px 14px 4px 14px;
    background: var(--bubble-ours);
  }
  .mine .bubble {
    background: var(--accent);
    color: var(--on-accent);
  }
  .note .bubble {
    background: var(--note-surface);
    color: var(--text);
    box-shadow: inset 0 0 0 1px var(--note-line);
  }
  .note .name {
    color: var(--warn-text);
  }
  .bubble a {
    color: inherit;
  }
  .bubble.gone,
  .ours .bubble.gone {
    background: none;
    color: var(--quiet);
    font-style: italic;
    box-shadow: inset 0 0 0 1px var(--line);
  }
  .message[data-state="queued"] .bubble,
  .message[data-state="sent"] .bubble {
    opacity: 0.75;
  }
  .message[data-state="failed"] .bubble {
    background: var(--danger-soft);
    color: var(--text);
    box-shadow: inset 0 0 0 1px var(--danger);
  }
  .meta {
    display: flex;
    gap: 5px;
    align-items: center;
    margin: 3px 4px 0;
    font-size: 11.5px;
    color: var(--quiet);
  }
  .ours .meta,
  .failed {
    justify-content: flex-end;
  }
  .meta svg {
    font-size: 14px;
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
    font-size: 13px;
  }
  .failed span {
    color: var(--danger);
  }
  .delete {
    position: absolute;
    inset: auto calc(100% + 4px) 18px auto;
    inline-size: 30px;
    block-size: 30px;
    font-size: 15px;
    opacity: 0;
  }
  .message:not(.ours) .delete {
    inset: auto auto 18px calc(100% + 4px);
  }
  .message:hover .delete,
  .delete:focus-visible {
    opacity: 1;
  }
  .card {
    display: grid;
    gap: 3px;
    min-inline-size: 200px;
    padding: 12px 14px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--raised);
    overflow-wrap: anywhere;
  }
  .card small {
    display: flex;
    gap: 6px;
    align-items: center;
    color: var(--accent);
    font-weight: 600;
    font-size: 12px;
  }
  .card strong {
    font-weight: 600;
  }
  .card span {
    color: var(--quiet);
    font-size: 13.5px;
  }
  .card .code {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 6px;
    padding: 3px 3px 3px 12px;
    border: 1px dashed var(--control);
    border-radius: 9px;
  }
  .card code {
    flex: 1;
    font-weight: 600;
    user-select: all;
  }
  .card .copy {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-block-size: 28px;
    padding: 2px 10px;
    border: 0;
    border-radius: 7px;
    background: var(--hover);
    font-size: 12.5px;
  }
  .card .copy span {
    color: var(--text);
    font-size: inherit;
  }
`;
