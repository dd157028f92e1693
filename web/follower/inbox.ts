import { ParleyClient, type Channel, type ConversationEvent, type ConversationSummary, type Participant, type TokenProvider } from "../client/index";

/** A followed channel with the follower's conversation in it, as the list shows it. */
export interface InboxRow {
  channel: Channel;
  conversation: ConversationSummary | null;
  unread: number;
  /** The newest message; null while nothing was said. */
  last: { mine: boolean; sender: string; text: string; deleted: boolean; at: Date } | null;
  typing: boolean;
  online: boolean;
}

/** Enough of each conversation for its last message and a badge. */
const WINDOW = 50;

/** The follower's conversations over the channels they follow, kept up to date by one socket. */
export class Inbox {
  readonly #client: ParleyClient;

  constructor(tokenProvider: TokenProvider, channels: readonly string[], changed: () => void) {
    const url = new URL("/ws/follower", location.origin);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.#client = new ParleyClient({ url: url.href, tokenProvider, followedChannels: channels, window: WINDOW, network: window });
    this.#client.on("change", changed);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#client.checkConnection();
    });
    this.#client.start();
  }

  /** Whether the server has told what there is. */
  get known(): boolean {
    return this.#client.identity !== null;
  }

  /** Newest activity first; where nothing was said, by name. */
  rows(): InboxRow[] {
    const { identity } = this.#client;
    if (identity === null) return [];
    return this.#client.channels.map((channel) => this.#row(channel, identity)).sort(byActivity);
  }

  #row(channel: Channel, self: Participant): InboxRow {
    const client = this.#client;
    const conversation = client.summaryIn(channel.id) ?? null;
    const log = conversation === null ? [] : (client.thread(conversation.id)?.log ?? []);
    const readSeq = conversation === null ? 0 : Math.max(conversation.readSeq, client.readSeq(conversation.id));
    return {
      channel,
      conversation,
      ...digest(log, self, readSeq),
      typing: conversation !== null && client.signals.typists(conversation.id).length > 0,
      online: client.signals.agentsOnline(channel.id),
    };
  }
}

/** What a row tells of a log: its newest message, and how many of the channel's are not read. */
export function digest(log: readonly ConversationEvent[], self: Participant, readSeq: number): Pick<InboxRow, "last" | "unread"> {
  const deleted = new Set(log.map((event) => (event.event === "message-deleted" ? event.deletedSeq : 0)));
  const messages = log.filter((event) => event.event === "message-sent");
  const newest = messages.at(-1);
  return {
    unread: messages.filter(({ seq, sender }) => seq > readSeq && sender.role !== "FOLLOWER" && !deleted.has(seq)).length,
    last:
      newest === undefined
        ? null
        : {
            mine: newest.sender.role === self.role && newest.sender.id === self.id,
            sender: newest.sender.name,
            text: newest.text ?? newest.engagement?.title ?? "",
            deleted: deleted.has(newest.seq),
            at: new Date(newest.at),
          },
  };
}

export function byActivity(a: InboxRow, b: InboxRow): number {
  const difference = (b.last?.at.getTime() ?? 0) - (a.last?.at.getTime() ?? 0);
  return difference === 0 ? a.channel.name.localeCompare(b.channel.name) : difference;
}
