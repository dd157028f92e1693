import { html, nothing, type TemplateResult } from "lit";
import type { Channel } from "../client/index";
import { icons } from "../shared/icons";
import { hueIndex, initials } from "../shared/text";
import { briefly, dateAndTime } from "../shared/time";
import type { FollowerStrings } from "../strings/follower.en";
import type { InboxRow } from "./inbox";

const HUES = 6;

/** Where a channel's page is; with `open` its chat is open at once. */
export function channelAddress(id: string, open = false): string {
  return `/follower/?channel=${encodeURIComponent(id)}${open ? "&open" : ""}`;
}

function renderPicture({ id, name, pictureUrl }: Pick<Channel, "id" | "name" | "pictureUrl">): TemplateResult {
  return pictureUrl === undefined
    ? html`<span class="picture hue-${hueIndex(id, HUES)}" aria-hidden="true">${initials(name)}</span>`
    : html`<img class="picture" src=${pictureUrl} alt="" />`;
}

function renderMode({ mode }: Pick<Channel, "mode">, words: FollowerStrings): TemplateResult {
  return html`<span class="mode" data-testid="mode" data-mode=${mode}>${mode === "TWO_WAY" ? words.twoWay : words.oneWay}</span>`;
}

/** The follower's own conversations, one a channel. */
export function renderList(rows: readonly InboxRow[], words: FollowerStrings): TemplateResult {
  return html`<header class="lead">
      <h1>${words.yours}</h1>
      <p>${words.yoursLead}</p>
    </header>
    ${rows.length === 0
      ? html`<p class="quiet">${words.empty}</p>`
      : html`<ul class="inbox" aria-label=${words.conversations}>
          ${rows.map((row) => renderRow(row, words))}
        </ul>`}`;
}

function renderRow({ channel, conversation, unread, last, typing }: InboxRow, words: FollowerStrings): TemplateResult {
  return html`<li data-testid="inbox-row" data-channel=${channel.id}>
    <a class="row ${unread > 0 ? "unread" : ""}" href=${channelAddress(channel.id, conversation !== null)}>
      ${renderPicture(channel)}
      <span class="what">
        <span class="line">
          <strong dir="auto">${channel.name}</strong> ${renderMode(channel, words)}
          ${last === null ? nothing : html`<time datetime=${last.at.toISOString()} title=${dateAndTime(last.at)}>${briefly(last.at)}</time>`}
        </span>
        <span class="line">
          <span class="preview" data-testid="preview" dir="auto">${preview(last, typing, words)}</span>
          ${unread > 0
            ? html`<span class="badge" data-testid="unread" role="img" aria-label=${words.unread(unread)}>${unread}</span>`
            : nothing}
        </span>
        ${conversation === null ? nothing : renderState(conversation, words)}
      </span>
    </a>
  </li>`;
}

function preview(last: InboxRow["last"], typing: boolean, words: FollowerStrings): string {
  if (typing) return words.typing;
  if (last === null) return words.nothingSaid;
  const text = last.deleted ? words.deleted : last.text === "" ? words.attachment : last.text;
  return `${last.mine ? words.you : last.sender}: ${text}`;
}

function renderState({ status, owner }: NonNullable<InboxRow["conversation"]>, words: FollowerStrings): unknown {
  const text = status === "ACTIVE" ? words.state.ACTIVE(owner?.name ?? "") : words.state[status];
  return text === "" ? nothing : html`<span class="state" dir="auto">${text}</span>`;
}

interface ChannelPage {
  channel: Pick<Channel, "id" | "name" | "mode" | "description" | "pictureUrl">;
  online: boolean;
  words: FollowerStrings;
  chat: () => void;
}

/** A channel's own page: what it is, and the way to its chat. */
export function renderChannel({ channel, online, words, chat }: ChannelPage): TemplateResult {
  const twoWay = channel.mode === "TWO_WAY";
  return html`<article class="channel">
    <div class="cover hue-${hueIndex(channel.id, HUES)}"></div>
    <div class="about">
      ${renderPicture(channel)}
      <h1 dir="auto" data-testid="channel-name">${channel.name}</h1>
      <p class="facts">
        ${renderMode(channel, words)}
        ${twoWay ? html`<span class="presence ${online ? "here" : ""}">${online ? words.online : words.away}</span>` : nothing}
      </p>
      ${channel.description === undefined || channel.description === ""
        ? nothing
        : html`<p class="description" dir="auto" data-testid="description">${channel.description}</p>`}
      <p class="means" data-testid="mode-means">${twoWay ? words.twoWayMeans : words.oneWayMeans}</p>
      <button class="button primary" type="button" @click=${chat}>
        ${twoWay ? icons.chat : icons.megaphone} ${twoWay ? words.chat : words.openNews}
      </button>
    </div>
  </article>`;
}

/** Before anybody has logged in. */
export function renderStranger(title: string, hint: string): TemplateResult {
  return html`<header class="lead">
    <h1 dir="auto">${title}</h1>
    <p>${hint}</p>
  </header>`;
}
