export { Attachments, type StoredAttachment, type UploadOptions, type UploadTarget } from "./attachments.js";
export { ParleyClient, type ClientOptions, type ClientState, type ClientEvents } from "./client.js";
export type { TokenProvider, SocketLike, Clock } from "./connection.js";
export * from "./figures.js";
export * from "./frames.js";
export type { Draft, OutgoingMessage, OutgoingState } from "./outbox.js";
export { Thread } from "./thread.js";
export { readClaims, type TokenClaims } from "./token.js";
export { newMessageId } from "./ids.js";
export {
  Rest, RestError,
  type AvailableEngagement, type CannedReply, type CatalogueEntry, type ChannelAgent, type ChannelProfile, type Chat, type Conversation,
  type ConversationPage, type Cycle, type Follower, type FollowerThread, type PastEngagement, type PrivacyJob, type Retention, type StatusCounts,
} from "./rest.js";
export { advance } from "./summary.js";
