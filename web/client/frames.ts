/**
 * The words of the socket protocol `parley.v1` and of REST, as types. They mirror the records of
 * the contracts module; fields that a newer server adds are ignored.
 */

export type ChatMode = "ONE_WAY" | "TWO_WAY";
export type ConversationStatus = "QUIET" | "UNANSWERED" | "ACTIVE" | "FINISHED" | "ERASED";
export type ParticipantRole = "FOLLOWER" | "AGENT" | "SYSTEM";

export interface Person {
  id: string;
  name: string;
}

export interface Participant extends Person {
  role: ParticipantRole;
}

export interface SentEngagement {
  id: string;
  kind: "MESSAGE" | "PROMO" | "COUPON" | "POINTS";
  title: string;
  description?: string;
  code?: string;
  points?: number;
}

/** A file as it was when it was sent. */
export interface SentAttachment {
  id: string;
  fileName: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  /** In pixels as shown, of images and videos. */
  width?: number;
  height?: number;
}

interface LogEntry {
  conversationId: string;
  channelId: string;
  followerId: string;
  /** Place in the conversation's log: 1, 2, 3, … without a gap. */
  seq: number;
  firstSeq: number;
  /**
   * Seq of the event before it that followers may see, 0 for the first. Between the two lie only
   * events that followers never receive, so that a follower's stream has no holes either.
   */
  after?: number;
  /** When it was stored, for people to read; order is by `seq`. */
  at: string;
  cycle: number;
}

export interface ConversationOpened extends LogEntry {
  event: "conversation-opened";
  followerName: string;
}

export interface MessageSent extends LogEntry {
  event: "message-sent";
  clientMessageId: string;
  sender: Participant;
  text?: string;
  attachmentIds: string[];
  /** What attachmentIds names, in the same order; absent when there is none. */
  attachments?: SentAttachment[];
  engagement?: SentEngagement;
}

export interface ConversationTaken extends LogEntry {
  event: "conversation-taken";
  owner: Person;
  previousOwner?: Person;
}

export interface ConversationFinished extends LogEntry {
  event: "conversation-finished";
  finishedBy: Person;
}

export interface MessageDeleted extends LogEntry {
  event: "message-deleted";
  deletedSeq: number;
  deletedBy: Person;
}

/** A private note among agents; followers never receive it. */
export interface NoteAdded extends LogEntry {
  event: "note-added";
  clientMessageId: string;
  by: Person;
  text: string;
}

/** An agent gave the conversation to another one; followers never receive it. */
export interface ConversationTransferred extends LogEntry {
  event: "conversation-transferred";
  from: Person;
  to: Person;
  by: Person;
}

/** The last entry of a log: what was said before it is erased, and nothing follows. */
export interface ConversationErased extends LogEntry {
  event: "conversation-erased";
  reason: "FOLLOWER_ERASED" | "RETENTION";
}

export type ConversationEvent =
  | ConversationOpened
  | MessageSent
  | ConversationTaken
  | ConversationFinished
  | MessageDeleted
  | NoteAdded
  | ConversationTransferred
  | ConversationErased;

export interface ConversationSummary {
  id: string;
  channelId: string;
  status: ConversationStatus;
  cycle: number;
  owner?: Person;
  lastSeq: number;
  readSeq: number;
  lastActivityAt?: string;
  /** Learnt from events; a welcome does not tell it. */
  finishedBy?: Person;
  finishedAt?: string;
}

export interface Channel {
  id: string;
  name: string;
  /** What the channel is, in its own words. */
  description?: string;
  pictureUrl?: string;
  mode: ChatMode;
  agentsOnline: boolean;
  /** Who set the mode, and when; absent while it is as configured. */
  changedBy?: Person;
  changedAt?: string;
}

export interface Welcome {
  type: "welcome";
  protocol: string;
  identity: Participant;
  channels: Channel[];
  /** A follower's own conversations; agents get their lists by REST. */
  conversations?: ConversationSummary[];
  limits: Record<string, number>;
  heartbeatSeconds: number;
}

export interface Ack {
  type: "ack";
  clientMessageId: string;
  conversationId: string;
  seq: number;
  sentAt: string;
}

/** Why something was refused: the same codes on the socket and in REST problem bodies. */
export interface Refusal {
  code: string;
  title: string;
  detail?: string;
  retryable: boolean;
  /** With `conversation-owned`: who owns the conversation now. */
  owner?: Person;
  retryAfterMillis?: number;
}

export interface ErrorFrame extends Refusal {
  type: "error";
  clientMessageId?: string;
  conversationId?: string;
}

export interface CaughtUp {
  type: "caught-up";
  positions: Record<string, number>;
}

export interface Typing {
  type: "typing";
  conversationId: string;
  participant: Participant;
}

export interface Mark {
  type: "read" | "delivered";
  conversationId: string;
  participant: Participant;
  seq: number;
}

export interface Presence {
  type: "presence";
  channelId: string;
  participant: Participant;
  online: boolean;
}

export interface ChatModeChanged {
  type: "chat-mode";
  channelId: string;
  mode: ChatMode;
  changedBy?: Person;
  at?: string;
}

export type EventFrame = ConversationEvent & { type: "event" };

export type ServerFrame =
  | Welcome
  | EventFrame
  | Ack
  | ErrorFrame
  | CaughtUp
  | Typing
  | Mark
  | Presence
  | ChatModeChanged;

export interface SendFrame {
  type: "send";
  clientMessageId: string;
  conversationId?: string;
  channelId?: string;
  /** Absent when the message is only attachments. */
  text?: string;
  attachmentIds: string[];
  takeOverFrom?: string;
}

export type ClientFrame =
  | SendFrame
  | { type: "resume"; positions: Record<string, number> }
  | { type: "typing"; conversationId?: string }
  | { type: "read"; conversationId: string; seq: number }
  | { type: "authenticate"; token: string };

const KNOWN_TYPES = new Set([
  "welcome", "event", "ack", "error", "caught-up", "typing", "read", "delivered", "presence", "chat-mode",
]);
const KNOWN_EVENTS = new Set([
  "conversation-opened", "message-sent", "conversation-taken", "conversation-finished", "message-deleted",
  "note-added", "conversation-transferred", "conversation-erased",
]);

/**
 * Reads a frame; null for what this client does not know, which is ignored as the protocol asks.
 * A log event of an unknown kind is kept all the same: it has a place in the log.
 */
export function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isRecord(frame) || typeof frame.type !== "string" || !KNOWN_TYPES.has(frame.type)) return null;
  if (frame.type === "event" && !isLogEntry(frame)) return null;
  return frame as unknown as ServerFrame;
}

/** Whether this is an entry of a conversation's log, whatever its kind. */
export function isLogEntry(value: unknown): value is ConversationEvent {
  return (
    isRecord(value) &&
    typeof value.event === "string" &&
    typeof value.conversationId === "string" &&
    Number.isSafeInteger(value.seq) &&
    (value.seq as number) >= 1
  );
}

/** Whether this client knows what an event of this kind means. */
export function isKnownEvent(event: { event: string }): boolean {
  return KNOWN_EVENTS.has(event.event);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
