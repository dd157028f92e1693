import { gemeinsam } from "./common.de";
import type { WidgetStrings } from "./widget.en";

/** What the widget says, in German. */
export const widget: WidgetStrings = {
  ...gemeinsam,
  openChat: "Chat öffnen",
  closeChat: "Chat schließen",
  unread: (count) => (count === 1 ? "1 ungelesene Nachricht" : `${count} ungelesene Nachrichten`),
  dismiss: "Ausblenden",
  panel: (channel) => `Chat mit ${channel}`,
  log: "Unterhaltung",
  earlier: "Frühere Nachrichten",
  loading: "Wird geladen…",
  message: "Nachricht",
  placeholder: "Nachricht schreiben…",
  send: "Senden",
  welcome: "Fragen Sie uns: Hier antwortet Ihnen jemand.",
  quietOneWay: "Was dieser Kanal Ihnen schickt, erscheint hier.",
  online: "Jetzt erreichbar",
  away: "Gerade nicht da. Wir antworten, sobald wir zurück sind.",
  waiting: "Ihre Nachricht ist da. Gleich antwortet jemand.",
  talkingTo: (owner) => `${owner} kümmert sich um Sie`,
  taken: (owner) => `${owner} ist jetzt für Sie da`,
  takenOver: (owner) => `Sie sprechen jetzt mit ${owner}`,
  finished: (by) => `${by} hat den Chat beendet`,
  finishedHint: "Dieser Chat ist beendet. Schreiben Sie wieder, wann immer Sie möchten.",
  oneWayLine: "Neues und Angebote",
  oneWay: "Dieser Kanal schickt Neues und Angebote. Nachrichten nimmt er gerade nicht an.",
  draftKept: "Was Sie geschrieben haben, bleibt, bis der Chat wieder offen ist.",
  signIn: "Melden Sie sich an, um zu chatten.",
  notFollowing: "Sie folgen diesem Kanal nicht.",
};
