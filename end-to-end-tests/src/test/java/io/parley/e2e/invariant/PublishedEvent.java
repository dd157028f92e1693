package io.parley.e2e.invariant;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A record of a topic, as Kafka has it.
 *
 * @param id the CloudEvents header {@code ce_id}
 */
public record PublishedEvent(
    String topic, int partition, long offset, String key, String id, JsonNode body) {
  String conversationId() {
    return body.path("conversationId").asText();
  }

  long seq() {
    return body.path("seq").asLong();
  }
}
