import { html, nothing, render, type TemplateResult } from "lit";
import { readClaims } from "../client/index";
import { coalesce } from "../shared/coalesce";
import { Login, reasonOf, type Session } from "../shared/login";
import { setLocale } from "../shared/time";
import { follower as german } from "../strings/follower.de";
import { follower as english } from "../strings/follower.en";
import { languageFor } from "../strings/language";
import type { ParleyChat } from "../widget/parley-chat";
import { Inbox } from "./inbox";
import { renderChannel, renderList, renderStranger } from "./views";

/**
 * A follower's pages: the list of their own conversations, and with `?channel=` the page of one
 * channel with its chat. They log a follower in and hand the widget the token.
 */
const query = new URLSearchParams(location.search);
const channelId = query.get("channel");
const language = languageFor(query.get("lang"), ...navigator.languages);
const words = { en: english, de: german }[language];
const login = new Login({
  people: "followers",
  clientId: "parley-follower",
  returnTo: `${location.origin}/follower/${ownQuery()}`,
});

document.documentElement.lang = language;
setLocale(navigator.languages.find((tag) => tag.startsWith(language)) ?? language);
const page = find("main");
const status = find("#login-hint");
let session: Session | null = null;
let inbox: Inbox | null = null;
let chat: (HTMLElement & Pick<ParleyChat, "tokenProvider" | "show">) | null = null;

login.resume().then(begin, (error: unknown) => {
  begin(null);
  failed(error);
});

function begin(found: Session | null): void {
  session = found;
  if (found === null) {
    status.textContent = channelId === null ? words.logInHintList : words.logInHint;
    draw();
    return;
  }
  const { token } = found;
  if (channelId !== null) addChat(channelId, token);
  void token({ fresh: false }).then((access) => {
    inbox = new Inbox(token, readClaims(access ?? "")?.channels ?? [], coalesce(draw));
    draw();
  });
  draw();
}

/** The widget has a script of its own, as on anybody's page. */
function addChat(id: string, token: Session["token"]): void {
  chat = Object.assign(document.createElement("parley-chat"), { tokenProvider: token, show: () => undefined });
  chat.setAttribute("channel", id);
  if (query.has("open")) chat.setAttribute("open", "");
  void customElements.whenDefined("parley-chat").then(() => {
    // What was set before the script came hides what the element has by itself.
    if (chat === null) return;
    Reflect.deleteProperty(chat, "show");
    document.body.append(chat);
  });
}

function draw(): void {
  const rows = inbox?.rows() ?? [];
  const elsewhere = rows.filter(({ channel }) => channel.id !== channelId).reduce((sum, { unread }) => sum + unread, 0);
  render(renderTop(elsewhere), find(".top"));
  render(renderMain(), page);
  const name = channelId === null ? words.yours : words.channel(inbox?.rows().find(({ channel }) => channel.id === channelId)?.channel.name ?? channelId);
  document.title = name;
}

function renderMain(): TemplateResult {
  const rows = inbox?.rows() ?? [];
  if (session === null) return renderStranger(channelId === null ? words.yours : words.channel(channelId), "");
  if (inbox?.known !== true) return html`<p class="quiet">${words.loading}</p>`;
  if (channelId === null) return renderList(rows, words);
  const row = rows.find(({ channel }) => channel.id === channelId);
  return row === undefined
    ? renderStranger(channelId, words.notFollowing)
    : renderChannel({ channel: row.channel, online: row.online, words, chat: () => chat?.show() });
}

function renderTop(unreadElsewhere: number): TemplateResult {
  return html`<a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28" /> <span>Parley</span></a>
    <nav aria-label="Account" id="account">
      ${channelId === null || session === null
        ? nothing
        : html`<a class="yours" href="/follower/">
            ${words.yours}
            ${unreadElsewhere > 0
              ? html`<span class="badge" data-testid="unread-elsewhere" role="img" aria-label=${words.unread(unreadElsewhere)}>${unreadElsewhere}</span>`
              : nothing}
          </a>`}
      ${session === null
        ? html`<button class="button primary" type="button" @click=${() => attempt(login.begin())}>${words.logIn}</button>`
        : html`<span class="who" data-testid="logged-in-as">${words.hello(session.name)}</span>
            <button class="button" type="button" @click=${() => attempt(session?.logOut())}>${words.logOut}</button>`}
    </nav>`;
}

/** The page's own parameters, without those that the issuer adds. */
function ownQuery(): string {
  const own = [...query].filter(([name]) => ["channel", "open", "lang"].includes(name));
  return own.length === 0 ? "" : `?${new URLSearchParams(own).toString()}`;
}

function attempt(action: Promise<void> | undefined): void {
  action?.catch(failed);
}

function failed(error: unknown): void {
  const reason = reasonOf(error);
  status.textContent = reason === null ? words.loginFailed : words.loginRefused(reason);
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`The page has no ${selector}`);
  return element;
}
