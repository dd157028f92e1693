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
  at: Date;
  state: OutgoingState | "logged";
  refusal?: Refusal;
  clientMessageId: string;
  /** Whether the one before it is by the same person, shortly before. */
  continues: boolean;
  /** Only on own side's messages. */
  mark?: MarkState;
}

export type NoticeKind = "opened" | "taken" | "taken-over" | "finished";

export interface NoticeItem {
  kind: "notice";
  key: string;
  notice: NoticeKind;
  seq: number;
  cycle: number;
  at: Date;
  person?: Person;
  previous?: Person;
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
  const deleted = new Set<number>();
  for (const event of log) if (event.event === "message-deleted") deleted.add(event.deletedSeq);

  const items: TimelineItem[] = [];
  for (const event of log) {
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
      item.at.getTime() - previous.at.getTime() < CONTINUES_MILLIS;
  }
  items.push(item);
}

function toItem(
  event: ConversationEvent, self: Participant, reached: TimelineInput["reached"], deleted: ReadonlySet<number>,
): MessageItem | NoticeItem | null {
  const notice = { kind: "notice", key: `event ${event.seq}`, seq: event.seq, cycle: event.cycle, at: new Date(event.at) } as const;
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
    case "message-deleted":
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
