import type {
  ConversationEvent, OutgoingMessage, OutgoingState, Participant, ParticipantRole, Person, Refusal, SentAttachment,
  SentEngagement,
} from "../client/index";

/** How far an own message has got. */
export type MarkState = "sending" | "sent" | "delivered" | "read";

export interface MessageItem {
  kind: "message";
  key: string;
  /** Known once the log has the message. */
  seq?: number;
  sender: Participant;
  /** Written by the person at this screen. */
  mine: boolean;
  /** Written by this person's side: shown at the end of the line. */
  ours: boolean;
  text: string;
  attachments: readonly SentAttachment[];
  engagement?: SentEngagement;
  deleted: boolean;
  /** Written for agents only. */
  note: boolean;
  at: Date;
  state: OutgoingState | "logged";
  refusal?: Refusal;
  clientMessageId: string;
  /** Whether the one before it is by the same person, shortly before. */
  continues: boolean;
  /** Only on own side's messages. */
  mark?: MarkState;
}

export type NoticeKind = "opened" | "taken" | "taken-over" | "transferred" | "finished" | "erased";

export interface NoticeItem {
  kind: "notice";
  key: string;
  notice: NoticeKind;
  seq: number;
  cycle: number;
  at: Date;
  person?: Person;
  previous?: Person;
  /** Who did it, where that may be a third. */
  by?: Person;
}

export interface DayItem {
  kind: "day";
  key: string;
  at: Date;
}

export type TimelineItem = MessageItem | NoticeItem | DayItem;

export interface TimelineInput {
  log: readonly ConversationEvent[];
  /** Own messages that the log does not have yet. */
  outgoing: readonly OutgoingMessage[];
  self: Participant;
  /** How far the other side got. */
  reached: { deliveredSeq: number; readSeq: number };
}

const CONTINUES_MILLIS = 3 * 60_000;

/** What a screen shows of a conversation, from its log and what is still on its way. */
export function buildTimeline({ log, outgoing, self, reached }: TimelineInput): TimelineItem[] {
  // Nothing of before is shown any more, whatever this screen still knows of it.
  const last = log.at(-1);
  if (last?.event === "conversation-erased") return [{ ...noticeOf(last), notice: "erased" }];
  const deleted = new Set<number>();
  for (const event of log) if (event.event === "message-deleted") deleted.add(event.deletedSeq);

  const items: TimelineItem[] = [];
  let owner: Person | null = null;
  for (const event of log) {
    const previous: Person | null = owner;
    owner = ownerAfter(event, previous);
    // A follower is not told of a transfer: the new owner's first message shows it.
    if (self.role === "FOLLOWER" && event.event === "message-sent" && owner !== null && owner.id !== previous?.id) {
      push(items, { ...noticeOf(event), key: `owner ${event.seq}`, notice: "taken-over", person: owner, ...(previous === null ? {} : { previous }) });
    }
    const item = toItem(event, self, reached, deleted);
    if (item !== null) push(items, item);
  }
  for (const message of outgoing) push(items, toOutgoingItem(message, self));
  return items;
}

function push(items: TimelineItem[], item: MessageItem | NoticeItem): void {
  const previous = items.at(-1);
  if (previous?.at.toDateString() !== item.at.toDateString()) {
    items.push({ kind: "day", key: `day ${item.key}`, at: item.at });
  } else if (previous.kind === "message" && item.kind === "message") {
    item.continues =
      previous.sender.id === item.sender.id &&
      previous.sender.role === item.sender.role &&
      previous.note === item.note &&
      item.at.getTime() - previous.at.getTime() < CONTINUES_MILLIS;
  }
  items.push(item);
}

/** Who owns the conversation after an event; null when nobody does, or the log does not reach back far enough. */
function ownerAfter(event: ConversationEvent, owner: Person | null): Person | null {
  switch (event.event) {
    case "conversation-taken":
      return event.owner;
    case "conversation-opened":
    case "conversation-finished":
    case "conversation-erased":
      return null;
    case "message-sent":
      // Only the owner writes in an active conversation.
      return owner !== null && event.sender.role === "AGENT" ? event.sender : owner;
    case "conversation-transferred":
      return event.to;
    case "message-deleted":
    case "note-added":
      return owner;
    default:
      // A kind of event that a newer server knows.
      return owner;
  }
}

function noticeOf({ seq, cycle, at }: ConversationEvent) {
  return { kind: "notice", key: `event ${seq}`, seq, cycle, at: new Date(at) } as const;
}

function toItem(
  event: ConversationEvent, self: Participant, reached: TimelineInput["reached"], deleted: ReadonlySet<number>,
): MessageItem | NoticeItem | null {
  const notice = noticeOf(event);
  switch (event.event) {
    case "message-sent": {
      const mine = event.sender.role === self.role && event.sender.id === self.id;
      const ours = sideOf(event.sender.role) === sideOf(self.role);
      return {
        kind: "message",
        // The same as while it was on its way, so that the bubble stays the same element.
        key: mine ? `mine ${event.clientMessageId}` : `event ${event.seq}`,
        seq: event.seq,
        sender: event.sender,
        mine,
        ours,
        text: event.text ?? "",
        attachments: event.attachments ?? [],
        ...(event.engagement === undefined ? {} : { engagement: event.engagement }),
        deleted: deleted.has(event.seq),
        note: false,
        at: new Date(event.at),
        state: "logged",
        clientMessageId: event.clientMessageId,
        continues: false,
        ...(ours ? { mark: markOf(event.seq, reached) } : {}),
      };
    }
    case "conversation-opened":
      return { ...notice, notice: "opened" };
    case "conversation-taken":
      return event.previousOwner === undefined
        ? { ...notice, notice: "taken", person: event.owner }
        : { ...notice, notice: "taken-over", person: event.owner, previous: event.previousOwner };
    case "conversation-finished":
      return { ...notice, notice: "finished", person: event.finishedBy };
    case "conversation-transferred":
      return { ...notice, notice: "transferred", person: event.to, previous: event.from, by: event.by };
    case "note-added":
      return {
        kind: "message",
        key: `event ${event.seq}`,
        seq: event.seq,
        sender: { role: "AGENT", ...event.by },
        mine: event.by.id === self.id,
        ours: true,
        text: event.text,
        attachments: [],
        deleted: false,
        note: true,
        at: new Date(event.at),
        state: "logged",
        clientMessageId: event.clientMessageId,
        continues: false,
      };
    case "message-deleted":
    case "conversation-erased":
      return null;
    default:
      // A kind of event that a newer server knows: it has its place in the log and nothing to show.
      return null;
  }
}

function toOutgoingItem(message: OutgoingMessage, self: Participant): MessageItem {
  return {
    kind: "message",
    key: `mine ${message.clientMessageId}`,
    ...(message.seq === undefined ? {} : { seq: message.seq }),
    sender: self,
    mine: true,
    ours: true,
    text: message.draft.text,
    attachments: message.draft.attachments ?? [],
    deleted: false,
    note: false,
    at: new Date(message.createdAt),
    state: message.state,
    ...(message.refusal === undefined ? {} : { refusal: message.refusal }),
    clientMessageId: message.clientMessageId,
    continues: false,
    mark: message.state === "stored" ? "sent" : "sending",
  };
}

function markOf(seq: number, reached: TimelineInput["reached"]): MarkState {
  if (reached.readSeq >= seq) return "read";
  return reached.deliveredSeq >= seq ? "delivered" : "sent";
}

function sideOf(role: ParticipantRole): "follower" | "channel" {
  return role === "FOLLOWER" ? "follower" : "channel";
}
