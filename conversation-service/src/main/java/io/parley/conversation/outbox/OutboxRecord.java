package io.parley.conversation.outbox;

import io.parley.contracts.topic.Topic;

/** One record that Kafka is owed: its topic and its JSON body. */
public record OutboxRecord(Topic topic, String body) {}
