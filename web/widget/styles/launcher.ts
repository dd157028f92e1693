import { css } from "lit";

/** What is there while the chat is closed: the button in the corner, its number, the last message. */
export const launcher = css`
  .dock {
    position: fixed;
    inset: auto var(--_offset) calc(var(--_offset) + env(safe-area-inset-bottom, 0px)) auto;
    z-index: var(--parley-z-index, 2147483000);
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 14px;
  }
  :host([side="start"]) .dock {
    inset-inline: var(--_offset) auto;
    align-items: flex-start;
  }
  .corner {
    position: relative;
  }
  .launcher {
    inline-size: 58px;
    block-size: 58px;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    display: grid;
    place-items: center;
    font-size: 27px;
    box-shadow: 0 8px 24px var(--_shadow), 0 1px 3px rgb(0 0 0 / 18%);
    transition: transform 0.18s ease, box-shadow 0.18s ease;
  }
  .launcher:hover {
    transform: translateY(-2px);
    box-shadow: 0 12px 30px var(--_shadow), 0 1px 3px rgb(0 0 0 / 18%);
  }
  .launcher:active {
    transform: scale(0.96);
  }
  .badge {
    position: absolute;
    pointer-events: none;
    inset: -3px -3px auto auto;
    min-inline-size: 22px;
    block-size: 22px;
    padding: 0 6px;
    border-radius: 11px;
    background: #b3261e;
    color: #fff;
    font: 700 12px/22px system-ui, sans-serif;
    text-align: center;
    box-shadow: 0 0 0 2px var(--_surface);
    animation: pop 0.25s ease-out;
  }
  @keyframes pop {
    from {
      transform: scale(0.4);
    }
  }

  .peek {
    display: flex;
    align-items: flex-start;
    max-inline-size: min(320px, calc(100vw - 2 * var(--_offset)));
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: 0 12px 36px var(--_shadow), 0 0 0 1px var(--_line);
    animation: rise 0.22s ease-out;
  }
  .peek-open {
    flex: 1;
    min-inline-size: 0;
    display: flex;
    gap: 12px;
    padding: 14px 4px 14px 14px;
    border-radius: var(--_radius);
    --_size: 36px;
  }
  .peek-text {
    min-inline-size: 0;
  }
  .peek strong {
    display: block;
    font-size: 13px;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .peek-text > span {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
    font-size: 14px;
  }
  .peek-close {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    margin: 6px 6px 0 0;
    border-radius: 10px;
    font-size: 15px;
    color: var(--_quiet);
  }
  .peek-close:hover {
    background: var(--_theirs);
    color: var(--_text);
  }
`;
