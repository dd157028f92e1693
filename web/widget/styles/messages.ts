import { css } from "lit";

/** The conversation. */
export const messages = css`
  .scroll {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px 14px 6px;
    display: flex;
    flex-direction: column;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  .log {
    margin-block-start: auto;
    display: flex;
    flex-direction: column;
  }
  .earlier {
    align-self: center;
    padding: 8px 12px;
    font-size: 13px;
  }
  .hello {
    margin: auto;
    padding: 0 22px;
    text-align: center;
    --_size: 64px;
  }
  .hello .picture {
    margin: 0 auto 12px;
    background: color-mix(in srgb, var(--_accent) 16%, var(--_surface));
    color: var(--_link);
  }
  .hello strong {
    font-size: 17px;
  }
  .hello p {
    margin: 6px 0 0;
    color: var(--_quiet);
    overflow-wrap: anywhere;
  }
  .day,
  .notice {
    align-self: center;
    max-inline-size: 92%;
    margin: 14px 0 6px;
    font-size: 12.5px;
    color: var(--_quiet);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .day {
    font-weight: 600;
  }
  .message {
    position: relative;
    max-inline-size: 86%;
    align-self: flex-start;
    margin-block-start: 12px;
    padding-inline-start: 36px;
  }
  .message.continues {
    margin-block-start: 3px;
  }
  .message.ours {
    align-self: flex-end;
    padding: 0;
  }
  .message > .avatar {
    position: absolute;
    inset: 19px auto auto 0;
  }
  .name {
    font-size: 12px;
    line-height: 17px;
    color: var(--_quiet);
    margin: 0 0 2px 2px;
    overflow-wrap: anywhere;
  }
  .bubble {
    padding: 8px 13px;
    border-radius: 5px 18px 18px 18px;
    background: var(--_theirs);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    inline-size: fit-content;
  }
  .continues .bubble {
    border-start-start-radius: 14px;
  }
  .ours .bubble {
    margin-inline-start: auto;
    border-radius: 18px 18px 5px 18px;
    background: var(--_mine);
    color: var(--_on-mine);
  }
  .bubble a {
    color: inherit;
    text-underline-offset: 2px;
  }
  .message[data-state="queued"] .bubble,
  .message[data-state="sent"] .bubble {
    opacity: 0.94;
  }
  .message[data-state="failed"] .bubble {
    background: color-mix(in srgb, var(--_danger) 10%, var(--_surface));
    color: var(--_text);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  .bubble.gone {
    font-style: italic;
    background: none;
    color: var(--_quiet);
    box-shadow: inset 0 0 0 1px var(--_line);
  }
  .meta {
    display: flex;
    gap: 4px;
    align-items: center;
    margin: 2px 4px 0;
    font-size: 11.5px;
    line-height: 16px;
    color: var(--_quiet);
  }
  .ours .meta {
    justify-content: flex-end;
  }
  .meta svg {
    font-size: 15px;
  }
  /* The time of what follows at once says enough for all of it. */
  .message:has(+ .continues) .meta {
    display: none;
  }
  [data-mark] {
    display: inline-flex;
  }
  [data-mark="read"] {
    color: var(--_link);
  }
  .failed {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 2px 14px;
    margin: 4px 4px 0;
    font-size: 13px;
  }
  .failed span {
    color: var(--_danger);
  }

  .card {
    display: grid;
    gap: 3px;
    inline-size: 240px;
    max-inline-size: 100%;
    padding: 14px 16px;
    border-radius: 5px 18px 18px 18px;
    background:
      linear-gradient(color-mix(in srgb, var(--_accent) 7%, transparent), color-mix(in srgb, var(--_accent) 7%, transparent)),
      var(--_surface);
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--_accent) 34%, var(--_surface));
    overflow-wrap: anywhere;
  }
  .card small {
    display: flex;
    gap: 6px;
    align-items: center;
    font-size: 12px;
    font-weight: 650;
    color: var(--_link);
  }
  .card small svg {
    font-size: 15px;
  }
  .card strong {
    font-size: 16px;
    line-height: 1.3;
  }
  .card > span {
    font-size: 14px;
    color: var(--_quiet);
  }
  .card .code {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 9px;
    padding: 4px 4px 4px 12px;
    border: 1.5px dashed color-mix(in srgb, var(--_accent) 60%, var(--_surface));
    border-radius: 11px;
    background: var(--_surface);
  }
  .card code {
    flex: 1;
    font: 650 15px/1.3 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
    letter-spacing: 0.04em;
    user-select: all;
  }
  .card .copy {
    flex: none;
    display: inline-flex;
    gap: 5px;
    align-items: center;
    min-block-size: 32px;
    padding: 4px 10px;
    border-radius: 8px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 13px;
    font-weight: 600;
  }
  .card + .bubble {
    margin-block-start: 3px;
  }

  .jump {
    position: sticky;
    inset-block-end: 6px;
    align-self: center;
    display: inline-flex;
    gap: 6px;
    align-items: center;
    padding: 7px 14px;
    border-radius: 999px;
    background: var(--_text);
    color: var(--_surface);
    font-size: 13px;
    font-weight: 600;
    box-shadow: 0 4px 14px var(--_shadow);
  }
`;
