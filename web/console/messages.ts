import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { SentEngagement } from "../client/index";
import { problemText } from "../shared/connection-text";
import { icons } from "../shared/icons";
import { renderText } from "../shared/text";
import { dateAndTime, dayName, timeOfDay } from "../shared/time";
import type { MarkState, MessageItem, NoticeItem, TimelineItem } from "../shared/timeline";
import { console_ as words } from "../strings/en";
import type { ConsoleStore } from "./store";

const markIcons: Record<MarkState, unknown> = {
  sending: icons.clock,
  sent: icons.check,
  delivered: icons.checks,
  read: icons.checks,
};

/** The items of a conversation as an agent sees them: the channel's side at the end of the line. */
export function renderItems(items: readonly TimelineItem[], store: ConsoleStore): unknown {
  return repeat(
    items,
    (item) => item.key,
    (item) => {
      switch (item.kind) {
        case "day":
          return html`<p class="day">${dayName(item.at, words)}</p>`;
        case "notice":
          return renderNotice(item);
        case "message":
          return renderMessage(item, store);
      }
    },
  );
}

function renderNotice(item: NoticeItem): TemplateResult {
  const name = item.person?.name ?? "";
  const text = {
    opened: words.opened,
    taken: words.taken(name),
    "taken-over": words.takenOver(name, item.previous?.name ?? ""),
    finished: words.finished(name),
  }[item.notice];
  return html`<p class="notice" data-testid="notice" data-kind=${item.notice}>
    <span dir="auto">${text}</span> ·
    <time datetime=${item.at.toISOString()} title=${dateAndTime(item.at)}>${timeOfDay(item.at)}</time>
  </p>`;
}

function renderMessage(item: MessageItem, store: ConsoleStore): TemplateResult {
  const name = item.mine ? words.you : item.sender.role === "SYSTEM" ? words.system : item.sender.name;
  return html`<div
    class="message ${item.ours ? "ours" : ""} ${item.mine ? "mine" : ""} ${item.continues ? "continues" : ""}"
    data-testid="message"
    data-seq=${item.seq ?? nothing}
    data-mine=${String(item.mine)}
    data-state=${item.state}
  >
    ${item.continues ? nothing : html`<div class="name" dir="auto">${name}</div>`} ${renderContent(item)}
    ${item.state === "failed"
      ? html`<div class="failed">
          <span>${words.notSent}. ${item.refusal === undefined ? "" : problemText(item.refusal, words)}</span>
          <button class="link" type="button" @click=${() => store.client.retry(item.clientMessageId)}>${words.retry}</button>
          <button class="link" type="button" @click=${() => store.client.discard(item.clientMessageId)}>${words.discard}</button>
        </div>`
      : html`<div class="meta">
          <time datetime=${item.at.toISOString()} title=${dateAndTime(item.at)}>${timeOfDay(item.at)}</time>
          ${item.mark === undefined
            ? nothing
            : html`<span data-testid="mark" data-mark=${item.mark} role="img" aria-label=${words[item.mark]} title=${words[item.mark]}
                >${markIcons[item.mark]}</span
              >`}
        </div>`}
  </div>`;
}

function renderContent(item: MessageItem): unknown {
  if (item.deleted) return html`<div class="bubble gone">${words.deleted}</div>`;
  const { engagement } = item;
  return html`${engagement === undefined
    ? nothing
    : html`<div class="card" dir="auto">
        <small>${icons.gift} ${engagementKind(engagement)}</small>
        <strong>${engagement.title}</strong>
        ${!engagement.description ? nothing : html`<span>${engagement.description}</span>`}
        ${engagement.code === undefined ? nothing : html`<span>${words.couponCode}: <code>${engagement.code}</code></span>`}
      </div>`}
  ${item.text === "" ? nothing : html`<div class="bubble" dir="auto">${renderText(item.text)}</div>`}
  ${item.attachmentCount === 0 ? nothing : html`<div class="bubble">${words.attachments(item.attachmentCount)}</div>`}`;
}

/** The kind of an engagement in words. */
export function engagementKind(engagement: SentEngagement): string {
  switch (engagement.kind) {
    case "COUPON":
      return words.coupon;
    case "POINTS":
      return words.points(engagement.points ?? 0);
    case "PROMO":
      return words.promo;
    case "MESSAGE":
      return words.note;
  }
}

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
