package io.parley.contracts.topic;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The Kafka topics, one per event type. Records are keyed by conversationId ({@link
 * #CHANNEL_CHAT_CHANGED}: channelId), so that a conversation's events of one type stay in order;
 * across topics a consumer orders by seq.
 */
public enum Topic {
  CONVERSATION_OPENED("conversation-opened", 6, Duration.ofDays(7)),
  MESSAGE_SENT("message-sent", 6, Duration.ofDays(7)),
  CONVERSATION_TAKEN("conversation-taken", 6, Duration.ofDays(7)),
  CONVERSATION_FINISHED("conversation-finished", 6, Duration.ofDays(7)),
  MESSAGE_DELETED("message-deleted", 6, Duration.ofDays(7)),
  /** For agents only, as {@link #CONVERSATION_TRANSFERRED} is. */
  NOTE_ADDED("note-added", 6, Duration.ofDays(7)),
  CONVERSATION_TRANSFERRED("conversation-transferred", 6, Duration.ofDays(7)),
  CONVERSATION_ERASED("conversation-erased", 6, Duration.ofDays(7)),
  CHANNEL_CHAT_CHANGED("channel-chat-changed", 1, Duration.ofDays(7)),
  ATTACHMENT_STORED("attachment-stored", 6, Duration.ofDays(7)),
  /** Inbound, from the loyalty platform. */
  ENGAGEMENT_RECORDED("engagement-recorded", 6, Duration.ofDays(7)),
  /** Typing, marks and presence: worth nothing once they are old. */
  CONVERSATION_SIGNALS("conversation-signals", 3, Duration.ofMinutes(10));

  private final String topicName;
  private final int partitions;
  private final Duration retention;

  Topic(String topicName, int partitions, Duration retention) {
    this.topicName = topicName;
    this.partitions = partitions;
    this.retention = retention;
  }

  public String topicName() {
    return topicName;
  }

  /** How many partitions the topic is created with. */
  public int partitions() {
    return partitions;
  }

  /** How long Kafka keeps records; PostgreSQL keeps them for ever. */
  public Duration retention() {
    return retention;
  }

  /** The CloudEvents {@code type}: topic plus version. */
  public String eventType() {
    return topicName + ".v1";
  }

  /**
   * The log's topics whose events followers may see. A closed list: what is not on it, such as a
   * kind of event that is added later, reaches agents only.
   */
  private static final Set<Topic> PUBLIC_LOG =
      EnumSet.of(
          CONVERSATION_OPENED,
          MESSAGE_SENT,
          CONVERSATION_TAKEN,
          CONVERSATION_FINISHED,
          MESSAGE_DELETED,
          CONVERSATION_ERASED);

  /** Whether the follower of a conversation may see its events of this topic. */
  public boolean forFollowers() {
    return PUBLIC_LOG.contains(this);
  }

  public static Optional<Topic> byName(String topicName) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(topicName)).findFirst();
  }
}
