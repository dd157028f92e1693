import { html, nothing, type TemplateResult } from "lit";
import type { Channel, MessageSent, Person } from "../client/index";
import { icons } from "../shared/icons";
import type { MessageView } from "../shared/message-view";
import { hueIndex, initials } from "../shared/text";
import type { NoticeItem, NoticeKind } from "../shared/timeline";
import type { WidgetStrings } from "../strings/widget.en";
import type { ChatSession } from "./session";

const MOST_UNREAD_SHOWN = 99;
const HUES = 6;

/** A person's initials on a colour of their own. */
export function renderAvatar(person: Pick<Person, "id" | "name">): TemplateResult {
  return html`<span class="avatar hue-${hueIndex(person.id, HUES)}" aria-hidden="true">${initials(person.name)}</span>`;
}

/** A channel's picture, or its initials where it has none. */
export function renderPicture({ name, pictureUrl }: Pick<Channel, "name" | "pictureUrl">, server: string): TemplateResult {
  // An address that only this server knows, not the page around.
  const source = pictureUrl !== undefined && URL.canParse(pictureUrl, server) ? new URL(pictureUrl, server) : null;
  return source !== null && /^https?:$/.test(source.protocol)
    ? html`<img class="avatar picture" src=${source.href} alt="" />`
    : html`<span class="avatar picture" aria-hidden="true">${initials(name)}</span>`;
}

interface Launcher {
  words: WidgetStrings;
  open: boolean;
  unread: number;
  toggle: () => void;
}

export function renderLauncher({ words, open, unread, toggle }: Launcher): TemplateResult {
  const told = unread > 0 && !open;
  return html`<div class="corner">
    <button
      class="launcher"
      type="button"
      aria-expanded=${String(open)}
      aria-label=${open ? words.closeChat : words.openChat}
      aria-description=${told ? words.unread(unread) : nothing}
      @click=${toggle}
    >
      ${open ? icons.fold : icons.chat}
    </button>
    ${told
      ? html`<span class="badge" data-testid="launcher-badge" aria-hidden="true"
          >${unread > MOST_UNREAD_SHOWN ? `${MOST_UNREAD_SHOWN}+` : unread}</span
        >`
      : nothing}
  </div>`;
}

interface Peek {
  words: WidgetStrings;
  message: MessageSent | null;
  show: () => void;
  dismiss: () => void;
}

/** The last message while the chat is closed. */
export function renderPeek({ words, message, show, dismiss }: Peek): TemplateResult {
  return html`<div role="status">
    ${message === null
      ? nothing
      : html`<div class="peek">
          <button class="peek-open" type="button" data-testid="peek" @click=${show}>
            ${renderAvatar(message.sender)}
            <span class="peek-text">
              <strong dir="auto">${message.sender.name}</strong>
              <span dir="auto">${message.text ?? message.engagement?.title ?? message.attachments?.[0]?.fileName ?? words.attachments(message.attachmentIds.length)}</span>
            </span>
          </button>
          <button class="peek-close" type="button" aria-label=${words.dismiss} title=${words.dismiss} @click=${dismiss}>
            ${icons.close}
          </button>
        </div>`}
  </div>`;
}

/** Below the channel's name: who looks after the follower, or whether anybody could. */
export function ownerLine(session: ChatSession, words: WidgetStrings): string {
  const { owner, channel, conversation } = session;
  if (owner !== null) return words.talkingTo(owner.name);
  if (channel === null) return "";
  if (channel.mode === "ONE_WAY") return words.oneWayLine;
  if (conversation?.status === "UNANSWERED") return words.waiting;
  return session.client.signals.agentsOnline(channel.id) ? words.online : words.away;
}

/** What stands where nothing was said yet. */
export function renderHello(channel: Channel, server: string, words: WidgetStrings): TemplateResult {
  return html`<div class="hello">
    ${renderPicture(channel, server)}
    <strong dir="auto">${channel.name}</strong>
    ${channel.description === undefined || channel.description === ""
      ? nothing
      : html`<p dir="auto">${channel.description}</p>`}
    <p>${channel.mode === "ONE_WAY" ? words.quietOneWay : words.welcome}</p>
  </div>`;
}

/** How messages look to a follower. */
export function messageView(words: WidgetStrings, { client, links }: ChatSession): MessageView {
  return {
    words,
    links,
    notice: (item) => noticeText(item, words),
    name: ({ ours, sender }) => (ours ? null : sender.role === "SYSTEM" ? words.system : sender.name),
    avatar: ({ ours, sender }) => (ours ? null : renderAvatar(sender)),
    retry: (id) => client.retry(id),
    discard: (id) => client.discard(id),
  };
}

/** Null for what a follower need not read: that a chat was opened, for one. */
function noticeText({ notice, person }: NoticeItem, words: WidgetStrings): string | null {
  const name = person?.name ?? "";
  const texts: Partial<Record<NoticeKind, string>> = {
    taken: words.taken(name),
    "taken-over": words.takenOver(name),
    finished: words.finished(name),
  };
  return texts[notice] ?? null;
}
