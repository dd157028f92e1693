import { css } from "lit";

export const styles = css`
  :host {
    --_accent: var(--parley-accent, #0b6b61);
    --_on-accent: var(--parley-on-accent, #fff);
    --_surface: var(--parley-surface, #fff);
    --_sunken: color-mix(in srgb, var(--_text) 5%, var(--_surface));
    --_bubble: color-mix(in srgb, var(--_text) 8%, var(--_surface));
    --_text: var(--parley-text, #17202b);
    --_quiet: color-mix(in srgb, var(--_text) 68%, var(--_surface));
    --_line: color-mix(in srgb, var(--_text) 14%, var(--_surface));
    --_danger: #b3261e;
    --_radius: var(--parley-radius, 16px);
    --_offset: var(--parley-offset, 20px);
    --_link: color-mix(in srgb, var(--_accent) 85%, var(--_text));
    color-scheme: light dark;
    font: 400 15px/1.45 var(--parley-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
    color: var(--_text);
    text-align: start;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --_accent: var(--parley-accent, #4fc3b2);
      --_on-accent: var(--parley-on-accent, #06201d);
      --_surface: var(--parley-surface, #1a212b);
      --_text: var(--parley-text, #e9eef5);
      --_danger: #ff9d94;
    }
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  .hidden-text {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
  }
  :focus-visible {
    outline: 3px solid color-mix(in srgb, var(--_accent) 55%, var(--_text));
    outline-offset: 2px;
  }

  /* Launcher */
  .dock {
    position: fixed;
    inset: auto var(--_offset) var(--_offset) auto;
    z-index: var(--parley-z-index, 2147483000);
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 12px;
  }
  .launcher {
    position: relative;
    inline-size: 58px;
    block-size: 58px;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    display: grid;
    place-items: center;
    font-size: 26px;
    box-shadow: 0 6px 20px rgb(0 0 0 / 24%);
    transition: transform 0.15s ease;
  }
  .launcher:hover {
    transform: translateY(-2px);
  }
  .corner {
    position: relative;
  }
  .badge {
    position: absolute;
    pointer-events: none;
    inset: -4px -4px auto auto;
    min-inline-size: 22px;
    block-size: 22px;
    padding: 0 6px;
    border-radius: 11px;
    background: #b3261e;
    color: #fff;
    font: 700 12px/22px system-ui, sans-serif;
    text-align: center;
    box-shadow: 0 0 0 2px var(--_surface);
  }
  .peek {
    max-inline-size: min(280px, calc(100vw - 2 * var(--_offset)));
    padding: 10px 14px;
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: 0 8px 28px rgb(0 0 0 / 20%);
    text-align: start;
  }
  .peek strong {
    display: block;
    font-size: 13px;
  }
  .peek span {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }

  /* Panel */
  .panel {
    inline-size: 365px;
    block-size: min(525px, calc(100vh - 58px - 12px - 2 * var(--_offset)));
    display: flex;
    flex-direction: column;
    overflow: hidden;
    background: var(--_surface);
    border-radius: var(--_radius);
    box-shadow: 0 16px 48px rgb(0 0 0 / 26%), 0 0 0 1px rgb(0 0 0 / 6%);
    animation: rise 0.18s ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(10px);
    }
  }
  .head {
    flex: none;
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 14px 12px 14px 16px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .avatar {
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    font-weight: 700;
    background: color-mix(in srgb, var(--_on-accent) 13%, transparent);
  }
  .titles {
    flex: 1;
    min-inline-size: 0;
  }
  .titles h2 {
    margin: 0;
    font-size: 16px;
    line-height: 1.3;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .titles p {
    margin: 0;
    font-size: 13px;
  }
  .icon {
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 10px;
    display: grid;
    place-items: center;
    font-size: 20px;
  }
  .head .icon:hover {
    background: color-mix(in srgb, var(--_on-accent) 14%, transparent);
  }
  .head :focus-visible {
    outline-color: var(--_on-accent);
    outline-offset: -3px;
  }
  .connection:not(:empty) {
    flex: none;
    padding: 7px 16px;
    font-size: 13px;
    background: color-mix(in srgb, #d9901a 22%, var(--_surface));
  }
  .link,
  .earlier {
    color: var(--_link);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  /* Messages */
  .scroll {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 12px 16px 8px;
    display: flex;
    flex-direction: column;
  }
  .log {
    margin-block-start: auto;
    display: flex;
    flex-direction: column;
  }
  .earlier {
    align-self: center;
    padding: 6px 10px;
    font-size: 13px;
  }
  .hello {
    margin: auto;
    padding: 0 18px;
    text-align: center;
    color: var(--_quiet);
  }
  .hello .big {
    font-size: 40px;
    color: var(--_accent);
    line-height: 1;
  }
  .day,
  .notice {
    align-self: center;
    max-inline-size: 90%;
    margin: 12px 0 6px;
    font-size: 12.5px;
    color: var(--_quiet);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .day {
    font-weight: 600;
  }
  .message {
    max-inline-size: 84%;
    align-self: flex-start;
    margin-block-start: 10px;
  }
  .message.continues {
    margin-block-start: 3px;
  }
  .message.ours {
    align-self: flex-end;
  }
  .name {
    font-size: 12px;
    color: var(--_quiet);
    margin: 0 0 2px 12px;
  }
  .bubble {
    padding: 8px 12px;
    border-radius: 16px 16px 16px 5px;
    background: var(--_bubble);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    inline-size: fit-content;
  }
  .ours .bubble {
    margin-inline-start: auto;
    border-radius: 16px 16px 5px 16px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .bubble a {
    color: inherit;
  }
  .message[data-state="failed"] .bubble {
    background: color-mix(in srgb, var(--_danger) 12%, var(--_surface));
    color: var(--_text);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  .gone {
    font-style: italic;
  }
  .meta {
    display: flex;
    gap: 5px;
    align-items: center;
    margin: 2px 6px 0;
    font-size: 11.5px;
    color: var(--_quiet);
  }
  .ours .meta {
    justify-content: flex-end;
  }
  .meta svg {
    font-size: 15px;
  }
  [data-mark="read"] {
    color: var(--_link);
    display: inline-flex;
  }
  [data-mark] {
    display: inline-flex;
  }
  .failed {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 2px 12px;
    margin: 3px 4px 0;
    font-size: 13px;
  }
  .failed span {
    color: var(--_danger);
  }
  .card {
    display: grid;
    gap: 4px;
    min-inline-size: 190px;
    padding: 10px 14px;
    border-radius: 14px;
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_accent);
    background: var(--_sunken);
    overflow-wrap: anywhere;
  }
  .card small {
    display: flex;
    gap: 6px;
    align-items: center;
    color: var(--_quiet);
    font-weight: 600;
  }
  .card code {
    justify-self: start;
    padding: 2px 8px;
    border: 1px dashed var(--_quiet);
    border-radius: 6px;
    font-size: 14px;
    user-select: all;
  }
  .jump {
    position: sticky;
    inset-block-end: 4px;
    align-self: center;
    display: inline-flex;
    gap: 6px;
    align-items: center;
    padding: 6px 14px;
    border-radius: 999px;
    background: var(--_text);
    color: var(--_surface);
    font-size: 13px;
    box-shadow: 0 3px 10px rgb(0 0 0 / 25%);
  }

  /* Foot */
  .typing {
    flex: none;
    min-block-size: 20px;
    padding: 0 18px;
    font-size: 12.5px;
    color: var(--_quiet);
  }
  .hint {
    flex: none;
    margin: 0;
    padding: 10px 16px;
    font-size: 13.5px;
    color: var(--_quiet);
    background: var(--_sunken);
    border-block-start: 1px solid var(--_line);
  }
  .hint.lone {
    padding: 16px;
    text-align: center;
  }
  .composer {
    flex: none;
    display: flex;
    gap: 6px;
    align-items: flex-end;
    padding: 8px 8px 8px 12px;
    border-block-start: 1px solid var(--_line);
  }
  .hint + .composer {
    border-block-start: 0;
    background: var(--_sunken);
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    max-block-size: 112px;
    field-sizing: content;
    resize: none;
    padding: 9px 12px;
    border: 1px solid color-mix(in srgb, var(--_text) 45%, var(--_surface));
    border-radius: 20px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  textarea::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }
  textarea:focus-visible {
    outline-offset: -1px;
  }
  .send {
    color: var(--_link);
    font-size: 22px;
  }
  .send:disabled {
    color: color-mix(in srgb, var(--_text) 45%, var(--_surface));
    cursor: default;
  }
  .error {
    flex: none;
    margin: 0;
    padding: 4px 16px;
    font-size: 13px;
    color: var(--_danger);
  }

  @media (max-width: 480px) {
    :host([open]) .dock {
      inset: 0;
    }
    :host([open]) .corner {
      display: none;
    }
    .panel {
      inline-size: 100%;
      block-size: 100%;
      border-radius: 0;
    }
    textarea {
      font-size: 16px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
