import type { ConversationEvent } from "../../client/index";
import { words } from "../../strings/console";
import type { Row } from "../inbox/rows";
import type { Preferences } from "../settings/preferences";
import { Chime } from "./chime";

/** Whether an event asks for this agent's attention: somebody waits for anybody, or for this one. */
export function callsFor(event: ConversationEvent, row: Row | undefined, myId: string): boolean {
  switch (event.event) {
    case "message-sent":
      if (event.sender.role !== "FOLLOWER" || row === undefined) return false;
      return row.status === "UNANSWERED" || row.owner?.id === myId;
    case "conversation-transferred":
      return event.to.id === myId && event.by.id !== myId;
    case "conversation-opened":
    case "conversation-taken":
    case "conversation-finished":
    case "message-deleted":
    case "note-added":
    case "conversation-erased":
      return false;
    default:
      // A kind of event that a newer server knows.
      return false;
  }
}

/** Tells an agent who may look elsewhere: a sound, the browser's notification, the title, the icon. */
export class Notifier {
  readonly #preferences: Preferences;
  readonly #chime = new Chime();
  readonly #open: (conversationId: string) => void;

  constructor(preferences: Preferences, open: (conversationId: string) => void) {
    this.#preferences = preferences;
    this.#open = open;
  }

  /** Somebody needs the agent. Says who, never what was written: others may see the screen. */
  call(row: Row): void {
    if (this.#preferences.sound) this.#chime.ring();
    if (document.visibilityState === "visible" || !this.#preferences.desktop) return;
    if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
    const { name } = row.follower;
    const title = row.status === "UNANSWERED" ? words.notifyWaiting(name) : words.notifyWrote(name);
    const notification = new Notification(title, { body: words.notifyBody, icon: "/icon.svg", tag: row.id });
    notification.onclick = () => {
      window.focus();
      this.#open(row.id);
      notification.close();
    };
  }

  /** How many conversations wait, for those who see only the tab. */
  showCount(count: number): void {
    const title = count > 0 ? `(${count}) ${words.title}` : words.title;
    if (document.title !== title) document.title = title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const address = count > 0 ? "/icon-waiting.svg" : "/icon.svg";
    if (icon !== null && icon.getAttribute("href") !== address) icon.setAttribute("href", address);
  }
}
