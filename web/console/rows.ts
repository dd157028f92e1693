import { advance, type Conversation, type ConversationEvent, type ConversationPage, type ConversationStatus, type StatusCounts } from "../client/index";

/** A conversation in the list. */
export interface Row extends Conversation {
  /** Follower's messages that came while nobody looked at this screen's thread. */
  unread: number;
}

/** What an event did to the list. */
export type Applied =
  /** All is known. */
  | "applied"
  /** The list may be wrong now: fetch it again soon. */
  | "unsure"
  /** Known already. */
  | "ignored";

const MOST_SEEN = 5_000;

/** The conversations that the console knows, and how many there are of each status. */
export class Rows {
  readonly #rows = new Map<string, Row>();
  /** Last seq of conversations that are not in the list, so that their events count once. */
  readonly #seen = new Map<string, number>();
  #counts: StatusCounts = {};

  get counts(): StatusCounts {
    return this.#counts;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /** Conversations of one status, the one with the newest activity first. */
  of(status: ConversationStatus): Row[] {
    return [...this.#rows.values()]
      .filter((row) => row.status === status)
      .sort((a, b) => Date.parse(b.lastActivityAt) - Date.parse(a.lastActivityAt) || a.id.localeCompare(b.id));
  }

  clear(): void {
    this.#rows.clear();
    this.#seen.clear();
    this.#counts = {};
  }

  /** Takes one conversation as the server tells it, unless an event has told more already. */
  put(conversation: Conversation): void {
    const known = this.#rows.get(conversation.id);
    if (known !== undefined && known.lastSeq > conversation.lastSeq) return;
    this.#rows.set(conversation.id, { ...conversation, unread: known?.unread ?? 0 });
    this.#seen.delete(conversation.id);
  }

  /**
   * Takes a page of one status.
   *
   * @param first whether it is the first page: what it should hold and does not has changed its
   *     status unseen, and leaves
   */
  putPage(status: ConversationStatus, page: ConversationPage, first: boolean): void {
    if (first) {
      const listed = new Set(page.items.map((item) => item.id));
      const oldest = page.nextCursor === undefined ? -Infinity : Date.parse(page.items.at(-1)?.lastActivityAt ?? "");
      for (const row of this.of(status)) {
        if (!listed.has(row.id) && Date.parse(row.lastActivityAt) > oldest) this.#rows.delete(row.id);
      }
    }
    for (const item of page.items) this.put(item);
    this.#counts = page.counts;
  }

  /** @param looking whether the thread is open and visible, so that its messages are read at once */
  apply(event: ConversationEvent, looking: boolean): Applied {
    const row = this.#rows.get(event.conversationId);
    const lastSeq = row?.lastSeq ?? this.#seen.get(event.conversationId) ?? 0;
    if (event.seq <= lastSeq) return "ignored";
    const gap = row !== undefined && event.seq > lastSeq + 1;
    const known = row ?? this.#fromEvent(event);
    if (known === null) {
      this.#see(event);
      this.#count(event);
      return "unsure";
    }
    const next = advance(known, event);
    next.lastActivityAt = event.at;
    touch(next, event, looking);
    this.#rows.set(next.id, next);
    this.#count(event);
    return gap ? "unsure" : "applied";
  }

  markRead(id: string): void {
    const row = this.#rows.get(id);
    if (row !== undefined && row.unread > 0) this.#rows.set(id, { ...row, unread: 0 });
  }

  /** A conversation that is new here, if this event tells who its follower is. */
  #fromEvent(event: ConversationEvent): Row | null {
    if (event.event !== "conversation-opened") return null;
    return {
      id: event.conversationId,
      channelId: event.channelId,
      follower: { id: event.followerId, name: event.followerName },
      status: event.cycle > 1 ? "FINISHED" : "QUIET",
      cycle: event.cycle - 1,
      lastSeq: event.seq - 1,
      lastActivityAt: event.at,
      unread: 0,
    };
  }

  #see(event: ConversationEvent): void {
    this.#seen.delete(event.conversationId);
    this.#seen.set(event.conversationId, event.seq);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST_SEEN && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** Each change of status says by itself what the status was before. */
  #count(event: ConversationEvent): void {
    switch (event.event) {
      case "conversation-opened":
        this.#move(event.cycle > 1 ? "FINISHED" : "QUIET", "UNANSWERED");
        break;
      case "conversation-taken":
        if (event.previousOwner === undefined) this.#move("UNANSWERED", "ACTIVE");
        break;
      case "conversation-finished":
        this.#move("ACTIVE", "FINISHED");
        break;
      case "message-sent":
      case "message-deleted":
        break;
    }
  }

  #move(from: ConversationStatus, to: ConversationStatus): void {
    const counts = { ...this.#counts };
    counts[from] = Math.max(0, (counts[from] ?? 0) - 1);
    counts[to] = (counts[to] ?? 0) + 1;
    this.#counts = counts;
  }
}

/** The parts of a row that only a list shows. */
function touch(row: Row, event: ConversationEvent, looking: boolean): void {
  if (event.event === "conversation-finished") delete row.waitingSince;
  if (event.event !== "message-sent") return;
  const text = event.text ?? event.attachments?.[0]?.fileName;
  row.lastMessage = { sender: event.sender, at: event.at, ...(text === undefined ? {} : { text }) };
  switch (event.sender.role) {
    case "FOLLOWER":
      row.waitingSince ??= event.at;
      if (!looking) row.unread += 1;
      break;
    case "AGENT":
      delete row.waitingSince;
      break;
    case "SYSTEM":
      break;
  }
}
