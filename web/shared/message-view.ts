import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { SentEngagement } from "../client/index";
import type { common } from "../strings/en";
import type { Links } from "./attachments/index";
import { problemText } from "./connection-text";
import "./copy-button";
import { icons } from "./icons";
import { renderText } from "./text";
import { dateAndTime, dayName, timeOfDay } from "./time";
import type { MarkState, MessageItem, NoticeItem, TimelineItem } from "./timeline";

/** What differs between the follower's and the agent's view of one conversation. */
export interface MessageView {
  words: typeof common;
  /** Where files are found. */
  links: Links;
  /** The text of a notice; null to leave it out. */
  notice: (item: NoticeItem) => string | null;
  /** Whose name stands above a message; null for none. */
  name: (item: MessageItem) => string | null;
  /** What stands beside the first of a person's messages. */
  avatar?: (item: MessageItem) => unknown;
  retry: (clientMessageId: string) => void;
  discard: (clientMessageId: string) => void;
  /** What else can be done with a message; nothing when absent. */
  actions?: (item: MessageItem) => unknown;
}

const markIcons: Record<MarkState, unknown> = {
  sending: icons.clock,
  sent: icons.check,
  delivered: icons.checks,
  read: icons.checks,
};

/** The items of a conversation. What was written by people stays text. */
export function renderItems(items: readonly TimelineItem[], view: MessageView): unknown {
  return repeat(
    items,
    (item) => item.key,
    (item) => {
      switch (item.kind) {
        case "day":
          return html`<p class="day">${dayName(item.at, view.words)}</p>`;
        case "notice":
          return renderNotice(item, view);
        case "message":
          return renderMessage(item, view);
      }
    },
  );
}

function renderNotice(item: NoticeItem, view: MessageView): unknown {
  const text = view.notice(item);
  if (text === null) return nothing;
  return html`<p class="notice" data-testid="notice" data-kind=${item.notice}>
    <span dir="auto">${text}</span> · ${renderTime(item.at)}
  </p>`;
}

function renderMessage(item: MessageItem, view: MessageView): TemplateResult {
  const name = item.continues ? null : view.name(item);
  return html`<div
    class="message ${item.ours ? "ours" : ""} ${item.mine ? "mine" : ""} ${item.continues ? "continues" : ""} ${item.note ? "note" : ""}"
    data-testid="message"
    data-seq=${item.seq ?? nothing}
    data-mine=${String(item.mine)}
    data-state=${item.state}
  >
    ${item.continues ? nothing : (view.avatar?.(item) ?? nothing)}
    ${name === null ? nothing : html`<div class="name" dir="auto">${name}</div>`} ${renderContent(item, view)}
    ${item.state === "failed" ? renderFailure(item, view) : renderMeta(item, view.words)} ${view.actions?.(item) ?? nothing}
  </div>`;
}

function renderContent(item: MessageItem, { words, links }: MessageView): unknown {
  if (item.deleted) return html`<div class="bubble gone">${words.deleted}</div>`;
  return html`${item.engagement === undefined ? nothing : renderEngagement(item.engagement, words)}
  ${item.text === "" ? nothing : html`<div class="bubble" dir="auto">${renderText(item.text)}</div>`}
  ${item.attachments.length === 0
    ? nothing
    : html`<parley-attachments .words=${words.files} .links=${links} .attachments=${item.attachments}></parley-attachments>`}`;
}

/** An engagement as a card: how both sides see it. */
export function renderEngagement(engagement: SentEngagement, words: typeof common): TemplateResult {
  const { title, description = "", code = "" } = engagement;
  return html`<div class="card" dir="auto" data-kind=${engagement.kind}>
    <small>${icons.gift} ${engagementKind(engagement, words)}</small>
    <strong>${title}</strong>
    ${description === "" ? nothing : html`<span>${description}</span>`}
    ${code === ""
      ? nothing
      : html`<parley-copy class="code" text=${code} label=${words.copy} done=${words.copied}></parley-copy>`}
  </div>`;
}

/** The kind of an engagement in words. */
export function engagementKind(engagement: SentEngagement, words: typeof common): string {
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

function renderMeta({ at, mark }: MessageItem, words: typeof common): TemplateResult {
  return html`<div class="meta">
    ${renderTime(at)}
    ${mark === undefined
      ? nothing
      : html`<span data-testid="mark" data-mark=${mark} role="img" aria-label=${words[mark]} title=${words[mark]}
          >${markIcons[mark]}</span
        >`}
  </div>`;
}

function renderFailure(item: MessageItem, view: MessageView): TemplateResult {
  const reason = item.refusal === undefined ? "" : problemText(item.refusal, view.words);
  return html`<div class="failed">
    <span>${view.words.notSent}. ${reason}</span>
    <button class="link" type="button" @click=${() => view.retry(item.clientMessageId)}>${view.words.retry}</button>
    <button class="link" type="button" @click=${() => view.discard(item.clientMessageId)}>${view.words.discard}</button>
  </div>`;
}

function renderTime(at: Date): TemplateResult {
  return html`<time datetime=${at.toISOString()} title=${dateAndTime(at)}>${timeOfDay(at)}</time>`;
}
