import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { problemText } from "../shared/connection-text";
import { icons } from "../shared/icons";
import { renderText } from "../shared/text";
import { dateAndTime, dayName, timeOfDay } from "../shared/time";
import type { MarkState, MessageItem, NoticeItem, TimelineItem } from "../shared/timeline";
import type { WidgetStrings } from "../strings/en";

export interface MessageActions {
  retry: (clientMessageId: string) => void;
  discard: (clientMessageId: string) => void;
}

const markIcons: Record<MarkState, unknown> = {
  sending: icons.clock,
  sent: icons.check,
  delivered: icons.checks,
  read: icons.checks,
};

/** The items of a conversation as the follower sees them. */
export function renderItems(items: readonly TimelineItem[], words: WidgetStrings, actions: MessageActions): unknown {
  return repeat(
    items,
    (item) => item.key,
    (item) => {
      switch (item.kind) {
        case "day":
          return html`<p class="day">${dayName(item.at, words)}</p>`;
        case "notice":
          return renderNotice(item, words);
        case "message":
          return renderMessage(item, words, actions);
      }
    },
  );
}

function renderNotice(item: NoticeItem, words: WidgetStrings): unknown {
  const name = item.person?.name ?? "";
  const text = {
    opened: null,
    taken: words.taken(name),
    "taken-over": words.takenOver(name),
    finished: words.finished(name),
  }[item.notice];
  if (text === null) return nothing;
  return html`<p class="notice" data-testid="notice" data-kind=${item.notice}>
    <span dir="auto">${text}</span> · <time datetime=${item.at.toISOString()}>${timeOfDay(item.at)}</time>
  </p>`;
}

function renderMessage(item: MessageItem, words: WidgetStrings, actions: MessageActions): TemplateResult {
  return html`<div
    class="message ${item.ours ? "ours" : ""} ${item.continues ? "continues" : ""}"
    data-testid="message"
    data-seq=${item.seq ?? nothing}
    data-mine=${String(item.mine)}
    data-state=${item.state}
  >
    ${item.ours || item.continues
      ? nothing
      : html`<div class="name" dir="auto">${item.sender.role === "SYSTEM" ? words.system : item.sender.name}</div>`}
    ${renderContent(item, words)}
    ${item.state === "failed" ? renderFailure(item, words, actions) : renderMeta(item, words)}
  </div>`;
}

function renderContent(item: MessageItem, words: WidgetStrings): unknown {
  if (item.deleted) return html`<div class="bubble gone">${words.deleted}</div>`;
  const { engagement } = item;
  return html`${engagement === undefined
    ? nothing
    : html`<div class="card" dir="auto">
        <small>${kindName(engagement, words)}</small>
        <strong>${engagement.title}</strong>
        ${!engagement.description ? nothing : html`<span>${engagement.description}</span>`}
        ${engagement.code === undefined
          ? nothing
          : html`<span>${words.couponCode}: <code>${engagement.code}</code></span>`}
      </div>`}
  ${item.text === "" ? nothing : html`<div class="bubble" dir="auto">${renderText(item.text)}</div>`}
  ${item.attachmentCount === 0 ? nothing : html`<div class="bubble">${words.attachments(item.attachmentCount)}</div>`}`;
}

function kindName(engagement: NonNullable<MessageItem["engagement"]>, words: WidgetStrings): string {
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

function renderMeta(item: MessageItem, words: WidgetStrings): TemplateResult {
  return html`<div class="meta">
    <time datetime=${item.at.toISOString()} title=${dateAndTime(item.at)}>${timeOfDay(item.at)}</time>
    ${item.mark === undefined || !item.mine
      ? nothing
      : html`<span data-testid="mark" data-mark=${item.mark} role="img" aria-label=${words[item.mark]} title=${words[item.mark]}
          >${markIcons[item.mark]}</span
        >`}
  </div>`;
}

function renderFailure(item: MessageItem, words: WidgetStrings, actions: MessageActions): TemplateResult {
  const reason = item.refusal === undefined ? "" : problemText(item.refusal, words);
  return html`<div class="failed">
    <span>${words.notSent}. ${reason}</span>
    <button type="button" @click=${() => actions.retry(item.clientMessageId)}>${words.retry}</button>
    <button type="button" @click=${() => actions.discard(item.clientMessageId)}>${words.discard}</button>
  </div>`;
}
