import type { ConversationEvent, ConversationStatus, Person } from "./frames.js";

/** The part of a conversation's state that events change. */
export interface StatusFields {
  status: ConversationStatus;
  cycle: number;
  owner?: Person;
  finishedBy?: Person;
  finishedAt?: string;
  lastSeq: number;
  lastActivityAt?: string;
}

/** What a conversation becomes by an event. One that it knows already (by seq) changes nothing. */
export function advance<T extends StatusFields>(conversation: T, event: ConversationEvent): T {
  if (event.seq <= conversation.lastSeq) return conversation;
  const next: T = { ...conversation, lastSeq: event.seq, lastActivityAt: event.at, cycle: event.cycle };
  switch (event.event) {
    case "conversation-opened":
      next.status = "UNANSWERED";
      delete next.owner;
      delete next.finishedBy;
      delete next.finishedAt;
      break;
    case "conversation-taken":
      next.status = "ACTIVE";
      next.owner = event.owner;
      break;
    case "conversation-finished":
      next.status = "FINISHED";
      next.finishedBy = event.finishedBy;
      next.finishedAt = event.at;
      delete next.owner;
      break;
    case "conversation-transferred":
      next.owner = event.to;
      break;
    case "message-sent":
      // Only the owner writes in an active conversation. A follower, who is not told of a transfer,
      // learns of it here: by the new owner's first message.
      if (next.status === "ACTIVE" && event.sender.role === "AGENT") {
        next.owner = { id: event.sender.id, name: event.sender.name };
      }
      break;
    case "conversation-erased":
      next.status = "ERASED";
      delete next.owner;
      break;
    case "message-deleted":
    case "note-added":
      break;
  }
  return next;
}
