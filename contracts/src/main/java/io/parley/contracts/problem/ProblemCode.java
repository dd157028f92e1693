package io.parley.contracts.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;

/**
 * Everything that can be refused, with its HTTP status (RFC 9110, RFC 6585). Clients decide by the
 * code and never by the text.
 */
public enum ProblemCode {
  MALFORMED_REQUEST("malformed-request", 400, "The request cannot be understood"),
  MALFORMED_FRAME("malformed-frame", 400, "The frame cannot be understood"),
  INVALID_CURSOR("invalid-cursor", 400, "The cursor is not one that this list gave"),
  MESSAGE_EMPTY("message-empty", 400, "The message has no visible content"),
  MESSAGE_TOO_LONG("message-too-long", 400, "The message is too long"),
  FILE_NAME_INVALID("file-name-invalid", 400, "The file cannot be called that"),
  UNAUTHENTICATED("unauthenticated", 401, "Sign in first"),
  FORBIDDEN("forbidden", 403, "Your role does not allow this"),
  LINK_INVALID("link-invalid", 403, "The link has expired or was changed"),
  NOT_FOUND("not-found", 404, "There is no such thing here"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This address does not take that method"),
  NOT_ACCEPTABLE("not-acceptable", 406, "The answer is JSON only"),
  CHAT_DISABLED("chat-disabled", 409, "Live chat is not enabled in this channel"),
  CONVERSATION_OWNED("conversation-owned", 409, "Another agent owns this conversation"),
  CONVERSATION_NOT_ACTIVE("conversation-not-active", 409, "The conversation is not active"),
  CONVERSATION_ERASED("conversation-erased", 409, "The conversation was erased"),
  ALREADY_OWNER("already-owner", 409, "That agent owns the conversation already"),
  MESSAGE_ID_REUSED("message-id-reused", 409, "The message id was used for another message"),
  ENGAGEMENT_NOT_AVAILABLE(
      "engagement-not-available", 409, "The engagement is not available to this follower"),
  ATTACHMENT_USED("attachment-used", 409, "An attachment belongs to another message"),
  ALREADY_EXISTS("already-exists", 409, "There is one of that name already"),
  LIMIT_REACHED("limit-reached", 409, "There are as many as a channel may have"),
  PAYLOAD_TOO_LARGE("payload-too-large", 413, "The request is too large"),
  ATTACHMENT_TOO_LARGE("attachment-too-large", 413, "The file is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Send application/json"),
  FILE_TYPE_NOT_ALLOWED("file-type-not-allowed", 415, "Files of this type cannot be sent"),
  RANGE_NOT_SATISFIABLE("range-not-satisfiable", 416, "The file ends before that range"),
  ATTACHMENT_UNKNOWN("attachment-unknown", 422, "An attachment is unknown or not ready"),
  FILE_EMPTY("file-empty", 422, "The file is empty"),
  FILE_TYPE_MISMATCH("file-type-mismatch", 422, "The file is not what its name says"),
  FILE_DAMAGED("file-damaged", 422, "The file is damaged or incomplete"),
  FILE_UNSAFE("file-unsafe", 422, "The file could harm whoever opens it"),
  IMAGE_TOO_LARGE("image-too-large", 422, "The image has too many pixels or frames"),
  AGENT_UNKNOWN("agent-unknown", 422, "There is no such agent in this channel"),
  RATE_LIMITED("rate-limited", 429, "Too many requests", Duration.ofSeconds(1)),
  INTERNAL("internal", 500, "Something went wrong on our side", Duration.ofSeconds(1)),
  OVERLOADED("overloaded", 503, "Too busy right now", Duration.ofSeconds(1)),
  UNAVAILABLE("unavailable", 503, "A part that is needed is down", Duration.ofSeconds(1)),
  STORAGE_FULL("storage-full", 507, "There is no room for files now", Duration.ofSeconds(60));

  private final String code;
  private final int status;
  private final String title;
  private final Duration retryAfter;

  ProblemCode(String code, int status, String title) {
    this(code, status, title, null);
  }

  ProblemCode(String code, int status, String title, Duration retryAfter) {
    this.code = code;
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  /** Stable for ever; what a client switches on. */
  @JsonValue
  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** Whether the same request may succeed later, unchanged. */
  public boolean retryable() {
    return retryAfter != null;
  }

  /** How long to wait before a retry; null when a retry cannot help. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /**
   * The problem with this code.
   *
   * @throws IllegalArgumentException for an unknown code
   */
  @JsonCreator
  public static ProblemCode byCode(String code) {
    return Arrays.stream(values())
        .filter(problem -> problem.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown problem code: " + code));
  }
}
