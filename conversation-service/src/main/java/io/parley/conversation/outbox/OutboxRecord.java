package io.parley.conversation.outbox;

import io.parley.contracts.topic.Topic;

/**
 * One record that Kafka is owed: its topic and its JSON body.
 *
 * @param traceparent place in a trace of what it comes from, or null
 */
public record OutboxRecord(Topic topic, String body, String traceparent) {
  /** A record that is in no trace. */
  public OutboxRecord(Topic topic, String body) {
    this(topic, body, null);
  }
}
