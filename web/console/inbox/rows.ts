import {
  advance, type Conversation, type ConversationEvent, type ConversationPage, type ConversationStatus, type StatusCounts,
} from "../../client/index";
import { OrderedRows } from "./ordered-rows";

/** A conversation in the list. */
export interface Row extends Conversation {
  /** Place in the list of its status: smaller stands before. */
  order: number;
  /** Follower's messages that came while nobody looked at this screen's thread. */
  unread: number;
  /** Whether others were unread before this screen learnt of the conversation: then it does not know how many. */
  unreadBefore: boolean;
  /** When this screen last changed it, in the counting of {@link Rows.version}. */
  version: number;
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
  #ordered = emptyLists();
  /** Last seq of conversations that are not in the list, so that their events count once. */
  readonly #seen = new Map<string, number>();
  #counts: StatusCounts = {};
  #version = 0;
  /** The conversation that is open: it stays, whatever a page says; its events tell what it becomes. */
  held: string | null = null;

  get counts(): StatusCounts {
    return this.#counts;
  }

  /** Grows with every event: an answer that was asked for at a smaller one may be older than the list. */
  get version(): number {
    return this.#version;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /**
   * Conversations of one status in the order of their list: the longest wait first where somebody
   * waits, else the newest activity first.
   *
   * @param upTo the order of the last one that is known to have no unknown before it
   */
  of(status: ConversationStatus, upTo = Infinity): readonly Row[] {
    const { all } = this.#ordered[status];
    return upTo === Infinity ? all : all.slice(0, this.#ordered[status].countUpTo(upTo));
  }

  clear(): void {
    this.#rows.clear();
    this.#ordered = emptyLists();
    this.#seen.clear();
    this.#counts = {};
  }

  /** Takes one conversation as the server tells it, unless an event has told more already. */
  put(conversation: Conversation): void {
    const known = this.#rows.get(conversation.id);
    if (known !== undefined && known.lastSeq > conversation.lastSeq) return;
    this.#set({
      ...conversation,
      order: orderOf(conversation),
      unread: known?.unread ?? 0,
      unreadBefore: known?.unreadBefore ?? isUnread(conversation),
      version: known?.version ?? this.#version,
    });
    this.#seen.delete(conversation.id);
  }

  /**
   * Takes a page of one status.
   *
   * @param whole whether it is the first page of the whole status: what it should hold and does not
   *     has changed its status unseen, and leaves
   * @param asOf {@link version} when the page was asked for: what changed since then is newer
   * @return the order of the page's end; infinite when it is the last
   */
  putPage(status: ConversationStatus, page: ConversationPage, whole: boolean, asOf = this.#version): number {
    const last = page.items.at(-1);
    const { sure, end } = page.nextCursor === undefined || last === undefined ? COMPLETE : edgeOf(last);
    if (whole) {
      const listed = new Set(page.items.map((item) => item.id));
      for (const row of [...this.of(status, sure)]) {
        if (!listed.has(row.id) && row.id !== this.held && row.version <= asOf) this.#drop(row);
      }
    }
    for (const item of page.items) this.put(item);
    this.#counts = page.counts;
    return end;
  }

  /** @param looking whether the thread is open and visible, so that its messages are read at once */
  apply(event: ConversationEvent, looking: boolean): Applied {
    const row = this.#rows.get(event.conversationId);
    const lastSeq = row?.lastSeq ?? this.#seen.get(event.conversationId) ?? 0;
    if (event.seq <= lastSeq) return "ignored";
    this.#version += 1;
    const gap = row !== undefined && event.seq > lastSeq + 1;
    const known = row ?? fromEvent(event);
    this.#count(event, row);
    if (known === null) {
      this.#see(event);
      return "unsure";
    }
    const next = advance(known, event);
    next.lastActivityAt = event.at;
    touch(next, event, looking);
    next.order = orderOf(next);
    next.version = this.#version;
    this.#set(next);
    // What a deletion leaves as the newest message is not told by its event.
    return gap || event.event === "message-deleted" ? "unsure" : "applied";
  }

  markRead(id: string): void {
    const row = this.#rows.get(id);
    if (row !== undefined && (row.unread > 0 || row.unreadBefore)) this.#set({ ...row, unread: 0, unreadBefore: false });
  }

  #set(row: Row): void {
    const old = this.#rows.get(row.id);
    if (old !== undefined) this.#ordered[old.status].remove(old);
    this.#rows.set(row.id, row);
    this.#ordered[row.status].insert(row);
  }

  #drop(row: Row): void {
    this.#rows.delete(row.id);
    this.#ordered[row.status].remove(row);
  }

  #see(event: ConversationEvent): void {
    this.#seen.delete(event.conversationId);
    this.#seen.set(event.conversationId, event.seq);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST_SEEN && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** Each change of status says by itself what the status was before. */
  #count(event: ConversationEvent, row: Row | undefined): void {
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
      case "conversation-erased":
        // The one change that can come from anywhere; what is not known here the next page tells.
        if (row !== undefined) this.#move(row.status, "ERASED");
        break;
      case "message-sent":
      case "message-deleted":
      case "note-added":
      case "conversation-transferred":
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

function emptyLists(): Record<ConversationStatus, OrderedRows> {
  return { QUIET: new OrderedRows(), UNANSWERED: new OrderedRows(), ACTIVE: new OrderedRows(), FINISHED: new OrderedRows(), ERASED: new OrderedRows() };
}

function orderOf({ status, waitingSince, lastActivityAt }: Conversation): number {
  return status === "UNANSWERED" ? Date.parse(waitingSince ?? lastActivityAt) : -Date.parse(lastActivityAt);
}

const COMPLETE = { sure: Infinity, end: Infinity };
const SECOND_MILLIS = 1_000;

/**
 * Where a page ends: up to `sure` it holds all that there is, and up to `end` what it holds may be
 * shown. By activity the server orders to the second only, so that in the last one there may be more.
 */
function edgeOf(last: Conversation): { sure: number; end: number } {
  const order = orderOf(last);
  if (last.status === "UNANSWERED") return { sure: order, end: order };
  const second = Math.floor(-order / SECOND_MILLIS) * SECOND_MILLIS;
  return { sure: -(second + SECOND_MILLIS), end: -second };
}

function isUnread({ readSeq, lastSeq, lastMessage }: Conversation): boolean {
  return readSeq !== undefined && readSeq < lastSeq && lastMessage?.sender.role === "FOLLOWER";
}

/** A conversation that is new here, if this event tells who its follower is. */
function fromEvent(event: ConversationEvent): Row | null {
  if (event.event !== "conversation-opened") return null;
  return {
    id: event.conversationId,
    channelId: event.channelId,
    follower: { id: event.followerId, name: event.followerName },
    status: event.cycle > 1 ? "FINISHED" : "QUIET",
    cycle: event.cycle - 1,
    lastSeq: event.seq - 1,
    lastActivityAt: event.at,
    order: 0,
    unread: 0,
    unreadBefore: false,
    version: 0,
  };
}

/** The parts of a row that only a list shows. */
function touch(row: Row, event: ConversationEvent, looking: boolean): void {
  if (event.event === "conversation-erased") {
    row.follower = { id: `erased-${row.id}`, name: "" };
    row.unread = 0;
    delete row.lastMessage;
    delete row.waitingSince;
  }
  if (event.event === "conversation-finished") delete row.waitingSince;
  if (event.event !== "message-sent") return;
  row.lastMessage = { sender: event.sender, at: event.at, ...(event.text === undefined ? {} : { text: event.text }) };
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
