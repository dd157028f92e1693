export { ParleyClient, type ClientOptions, type ClientState, type ClientEvents } from "./client";
export type { TokenProvider, SocketLike, Clock } from "./connection";
export * from "./frames";
export type { Draft, OutgoingMessage, OutgoingState } from "./outbox";
export { Thread } from "./thread";
export { readClaims, type TokenClaims } from "./token";
export { newMessageId } from "./ids";
export {
  Rest, RestError,
  type AvailableEngagement, type CannedReply, type CatalogueEntry, type ChannelAgent, type Chat, type Conversation,
  type ConversationPage, type Cycle, type Follower, type PastEngagement, type StatusCounts,
} from "./rest";
export { advance } from "./summary";
