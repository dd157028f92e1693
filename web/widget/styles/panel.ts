import { css } from "lit";

/** The open chat: its frame, its head, and the line that tells of the connection. */
export const panel = css`
  .panel {
    inline-size: 365px;
    block-size: min(525px, calc(100vh - 58px - 14px - 2 * var(--_offset)));
    display: flex;
    flex-direction: column;
    overflow: hidden;
    background: var(--_surface);
    border-radius: var(--_radius);
    box-shadow: 0 18px 60px var(--_shadow), 0 0 0 1px var(--_line);
    animation: rise 0.22s cubic-bezier(0.2, 0.8, 0.3, 1);
  }
  .panel:focus-visible {
    outline-offset: -3px;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
  .head {
    flex: none;
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 14px 10px 14px 16px;
    background: var(--_head);
    color: var(--_on-head);
  }
  .faces {
    flex: none;
    display: flex;
    align-items: center;
    --_size: 40px;
  }
  .faces .picture {
    background: color-mix(in srgb, var(--_on-head) 16%, transparent);
    color: var(--_on-head);
  }
  .faces .avatar + .avatar {
    margin-inline-start: -12px;
    box-shadow: 0 0 0 2px var(--_head);
  }
  .titles {
    flex: 1;
    min-inline-size: 0;
  }
  .titles h2 {
    margin: 0;
    font-size: 16px;
    font-weight: 650;
    line-height: 1.3;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .titles p {
    margin: 0;
    font-size: 13px;
    line-height: 1.35;
  }
  .titles p:empty {
    display: none;
  }
  .icon {
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 12px;
    display: grid;
    place-items: center;
    font-size: 19px;
  }
  .head .icon:hover {
    background: color-mix(in srgb, var(--_on-head) 14%, transparent);
  }
  .head :focus-visible {
    outline-color: var(--_on-head);
    outline-offset: -3px;
  }
  .connection:not(:empty) {
    flex: none;
    font-size: 13px;
    background: var(--_warning);
  }
  .connection > span {
    display: inline-block;
    padding: 7px 4px 7px 16px;
  }
  .empty {
    margin: auto;
    padding: 24px;
    text-align: center;
    color: var(--_quiet);
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
    .head {
      padding-block-start: calc(14px + env(safe-area-inset-top, 0px));
    }
  }
`;
