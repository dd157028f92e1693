package io.parley.conversation.audit;

/**
 * What is recorded. A name, once written, is never given another meaning. {@code docs/reference.md}
 * says of each what its subject is and which details it has.
 */
public enum AuditAction {
  CHAT_ENABLED,
  CHAT_DISABLED,
  CHANNEL_DESCRIBED,
  CONVERSATION_TAKEN_OVER,
  CONVERSATION_TRANSFERRED,
  MESSAGE_DELETED,
  CATALOGUE_LOADED,
  ENGAGEMENT_SAVED,
  ENGAGEMENT_REMOVED,
  CANNED_REPLY_SAVED,
  CANNED_REPLY_REMOVED,
  FOLLOWER_EXPORTED,
  FOLLOWER_ERASED,
  RETENTION_CHANGED,
  KEY_REGISTERED,
  KEY_REVOKED,
  VISITORS_ALLOWED,
  VISITORS_REFUSED,
  VISITOR_MERGED
}
