import { css } from "lit";

/** Below the conversation: who types, what is in the way, where the follower writes. */
export const foot = css`
  .typing {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 22px;
    padding: 0 18px;
    font-size: 12.5px;
    color: var(--_quiet);
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    inline-size: 5px;
    block-size: 5px;
    border-radius: 50%;
    background: currentColor;
    animation: blink 1.2s infinite both;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.2s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.4s;
  }
  @keyframes blink {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
    }
  }
  .hint {
    flex: none;
    margin: 0;
    padding: 9px 18px 0;
    font-size: 13px;
    color: var(--_quiet);
    border-block-start: 1px solid var(--_line);
    text-align: center;
  }
  .one-way {
    flex: none;
    display: flex;
    gap: 12px;
    align-items: center;
    padding: 14px 18px;
    border-block-start: 1px solid var(--_line);
    background: var(--_sunken);
    font-size: 13.5px;
    color: var(--_quiet);
  }
  .one-way > svg {
    font-size: 22px;
    color: var(--_link);
  }
  .one-way p {
    margin: 0;
  }
  .one-way span {
    display: block;
    margin-block-start: 4px;
    color: var(--_text);
  }
  .composer {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    align-items: flex-end;
    padding: 9px 10px calc(10px + env(safe-area-inset-bottom, 0px)) 12px;
    border-block-start: 1px solid var(--_line);
  }
  .hint + .composer {
    border-block-start: 0;
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 42px;
    max-block-size: 124px;
    field-sizing: content;
    resize: none;
    padding: 9px 15px;
    border: 1px solid var(--_control);
    border-radius: 21px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    scrollbar-width: thin;
  }
  textarea::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }
  textarea:focus-visible {
    outline-width: 2px;
    outline-offset: -1px;
    outline-color: var(--_link);
  }
  .send {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 42px;
    block-size: 42px;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 20px;
    transition: transform 0.15s ease;
  }
  .send:active {
    transform: scale(0.94);
  }
  .send:disabled {
    background: none;
    color: var(--_control);
    cursor: default;
  }
  .error {
    flex: none;
    margin: 0;
    padding: 4px 18px;
    font-size: 13px;
    color: var(--_danger);
  }
  @media (max-width: 480px) {
    textarea {
      /* Smaller type makes phones zoom in. */
      font-size: 16px;
    }
  }
`;
