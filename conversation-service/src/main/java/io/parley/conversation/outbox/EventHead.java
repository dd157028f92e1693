package io.parley.conversation.outbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parley.contracts.json.Json;
import java.io.IOException;

/**
 * What a record's headers say of an event, read from the start of its body: the fields that every
 * event has come first, and the rest need not be looked at.
 *
 * @param conversationId null for an event of a channel
 * @param followerId null for an event of a channel
 * @param number seq of a conversation's event, revision of a channel's
 * @param at as it is written in the body, ISO 8601
 */
record EventHead(
    String conversationId, String channelId, String followerId, long number, String at) {

  /**
   * Reads no further than needed.
   *
   * @throws IllegalStateException when the body is no event, which our own writing never is
   */
  static EventHead of(String body) {
    String conversationId = null;
    String channelId = null;
    String followerId = null;
    long number = 0;
    String at = null;
    try (JsonParser json = Json.tolerant().createParser(body)) {
      json.nextToken();
      while ((channelId == null || at == null) && json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "conversationId" -> conversationId = json.getText();
          case "channelId" -> channelId = json.getText();
          case "followerId" -> followerId = json.getText();
          case "seq", "revision" -> number = json.getLongValue();
          case "at" -> at = json.getText();
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("The outbox holds what is no event", e);
    }
    if (channelId == null || at == null) {
      throw new IllegalStateException("The outbox holds an event without channelId or at");
    }
    return new EventHead(conversationId, channelId, followerId, number, at);
  }

  /** What the event is of; the key of its record. */
  String subject() {
    return conversationId == null ? channelId : conversationId;
  }

  /** The same each time the event is published. */
  String id() {
    return subject() + ":" + number;
  }
}
