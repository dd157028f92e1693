package io.parley.e2e.invariant;

import com.fasterxml.jackson.databind.JsonNode;

/** A row of the log, as the database has it. */
public record StoredEvent(
    String conversationId,
    long seq,
    String type,
    String senderRole,
    String senderId,
    String clientMessageId,
    JsonNode body) {}
