import { css } from "lit";

export const loginStyles = css`
  .door {
    max-inline-size: 26rem;
    margin: 0 auto;
    padding: 18vh 24px 24px;
    text-align: center;
  }
  .door h1 {
    margin: 16px 0 4px;
    font-size: 30px;
    letter-spacing: -0.01em;
  }
  .door p {
    margin: 0 0 22px;
    color: var(--quiet);
  }
  .door .button {
    min-inline-size: 180px;
    min-block-size: 46px;
  }
`;

export const deskStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100vh;
    block-size: 100dvh;
  }
  .top {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px 14px;
    flex-wrap: wrap;
    padding: 8px 14px;
    border-block-end: 1px solid var(--line);
    background: var(--surface);
  }
  h1 {
    margin: 0;
    line-height: 1;
  }
  .brand {
    display: inline-flex;
    align-items: center;
    gap: 9px;
    font-weight: 700;
    font-size: 17px;
    text-decoration: none;
    color: inherit;
  }
  select {
    min-block-size: 38px;
    padding: 4px 10px;
    border: 1px solid var(--control);
    border-radius: 9px;
    background: var(--raised);
  }
  .mode {
    display: inline-flex;
    align-items: center;
    gap: 10px;
  }
  .dot {
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: #1e9e6a;
  }
  .mode[data-mode="ONE_WAY"] .dot {
    background: #c77d00;
  }
  .space {
    flex: 1;
  }
  .me {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
  }
  .me .avatar {
    inline-size: 30px;
    block-size: 30px;
    font-size: 12px;
  }
  .banner {
    flex: none;
    padding: 8px 16px;
    background: var(--warn-surface);
    color: var(--warn-text);
  }
  .banner .link {
    color: inherit;
  }
  .banner:empty {
    display: none;
  }
  .panes {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template-columns: minmax(290px, 360px) minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr);
  }
  .panes.details {
    grid-template-columns: minmax(290px, 360px) minmax(0, 1fr) 300px;
  }
  conversation-list {
    border-inline-end: 1px solid var(--line);
  }
  side-pane {
    border-inline-start: 1px solid var(--line);
  }
  .notices {
    position: fixed;
    inset: auto auto 16px 16px;
    z-index: 5;
    display: grid;
    gap: 10px;
    max-inline-size: min(330px, calc(100vw - 32px));
  }
  .notice {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    padding: 10px 8px 10px 16px;
    border-radius: 12px;
    background: var(--text);
    color: var(--surface);
    box-shadow: 0 10px 30px rgb(0 0 0 / 30%);
  }
  .notice p {
    flex: 1;
    margin: 6px 0;
    overflow-wrap: anywhere;
  }
  .alone {
    padding: 15vh 24px;
    text-align: center;
  }
  @media (max-width: 1180px) {
    .panes,
    .panes.details {
      grid-template-columns: minmax(270px, 330px) minmax(0, 1fr);
      position: relative;
    }
    side-pane {
      position: absolute;
      inset: 0 0 0 auto;
      inline-size: min(320px, 100%);
      box-shadow: -12px 0 40px rgb(0 0 0 / 18%);
    }
  }
  @media (max-width: 760px) {
    .panes,
    .panes.details {
      grid-template-columns: minmax(0, 1fr);
    }
    .panes.thread conversation-list,
    .panes:not(.thread) thread-view {
      display: none;
    }
    .panes.thread side-pane {
      inset-block-start: 58px;
    }
    .name-of-me,
    .shortcuts {
      display: none;
    }
    .brand span,
    .mode .quiet {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .top {
      padding: 6px 10px;
    }
    .notices {
      inset: 62px 16px auto auto;
    }
    conversation-list {
      border: 0;
    }
  }
`;
