package io.parley.contracts.topic;

/**
 * Header names of CloudEvents 1.0 in Kafka binary mode (CloudEvents Kafka Protocol Binding 1.0.2,
 * section 3.2), with the extensions that Parley uses to route and to order.
 */
public final class CloudEventHeader {
  public static final String SPEC_VERSION = "ce_specversion";

  /** {@code conversationId:seq}: the same for each delivery of one event. */
  public static final String ID = "ce_id";

  /** Topic plus version, as {@link Topic#eventType()}. */
  public static final String TYPE = "ce_type";

  public static final String SOURCE = "ce_source";

  /** The conversationId; for channel events the channelId. */
  public static final String SUBJECT = "ce_subject";

  /** Commit time, RFC 3339. */
  public static final String TIME = "ce_time";

  /** Extension: the event's seq in its conversation. */
  public static final String SEQUENCE = "ce_sequence";

  /** Extension: the channel, so that a consumer can route without parsing the body. */
  public static final String CHANNEL_ID = "ce_channelid";

  /** Extension: the follower, absent on channel events. */
  public static final String FOLLOWER_ID = "ce_followerid";

  public static final String CONTENT_TYPE = "content-type";

  private CloudEventHeader() {}
}
