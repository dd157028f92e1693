import { common } from "./en";

/** What the widget says. A page can replace each of these: `chat.strings = { send: "Go" }`. */
export const widget = {
  ...common,
  openChat: "Open chat",
  closeChat: "Close chat",
  unread: (count: number) => (count === 1 ? "1 unread message" : `${count} unread messages`),
  dismiss: "Dismiss",
  panel: (channel: string) => `Chat with ${channel}`,
  log: "Conversation",
  earlier: "Earlier messages",
  loading: "Loading…",
  message: "Message",
  placeholder: "Write a message…",
  send: "Send",
  welcome: "Ask us anything: somebody will answer you here.",
  quietOneWay: "What this channel sends you will appear here.",
  online: "Online now",
  away: "Away. We answer as soon as we are back.",
  waiting: "We have your message. Somebody will answer soon.",
  talkingTo: (owner: string) => `${owner} is looking after you`,
  taken: (owner: string) => `${owner} has joined`,
  takenOver: (owner: string) => `You are now talking to ${owner}`,
  finished: (by: string) => `${by} finished the chat`,
  finishedHint: "This chat is finished. Write again whenever you like.",
  oneWayLine: "News and offers",
  oneWay: "This channel sends news and offers. It does not take messages at the moment.",
  draftKept: "What you were writing is kept for when chat is open again.",
  signIn: "Log in to chat.",
  notFollowing: "You do not follow this channel.",
};

export type WidgetStrings = typeof widget;
