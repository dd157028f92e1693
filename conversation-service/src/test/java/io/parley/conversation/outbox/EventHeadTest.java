package io.parley.conversation.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHeadTest {
  private static final Instant AT = Instant.parse("2026-03-02T09:15:27.123456Z");
  private static final Person AGENT = new Person("agent-1", "Agent 1");

  @Test
  void aConversationsEventNamesItAndItsSeq() throws JsonProcessingException {
    // Given
    ConversationEvent event =
        new ConversationFinished("c-1", "demo", "follower-1", 7, 6, 5L, AT, 1, AGENT);

    // When
    EventHead head = EventHead.of(Json.tolerant().writeValueAsString(event));

    // Then
    assertThat(head).isEqualTo(new EventHead("c-1", "demo", "follower-1", 7, AT.toString()));
    assertThat(head.id()).isEqualTo(event.eventId());
    assertThat(head.subject()).isEqualTo("c-1");
  }

  @Test
  void aChannelsEventNamesItAndItsRevision() throws JsonProcessingException {
    // Given
    ChannelChatChanged event = new ChannelChatChanged("demo", ChatMode.TWO_WAY, 3, AGENT, AT);

    // When
    EventHead head = EventHead.of(Json.tolerant().writeValueAsString(event));

    // Then
    assertThat(head).isEqualTo(new EventHead(null, "demo", null, 3, AT.toString()));
    assertThat(head.id()).isEqualTo(event.eventId());
    assertThat(head.subject()).isEqualTo("demo");
  }

  @Test
  void namesWithQuotesAndControlsComeThrough() throws JsonProcessingException {
    // Given
    ConversationEvent event =
        new ConversationOpened("c-1", "de\"mo\\", "fol\u0001lower", 1, 1, 0L, AT, 1, "F");

    // When
    EventHead head = EventHead.of(Json.tolerant().writeValueAsString(event));

    // Then
    assertThat(head)
        .isEqualTo(new EventHead("c-1", "de\"mo\\", "fol\u0001lower", 1, AT.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "{\"channelId\":\"demo\"}", "null"})
  void whatIsNoEventIsRefused(String body) {
    // When / Then
    assertThatThrownBy(() -> EventHead.of(body)).isInstanceOf(IllegalStateException.class);
  }
}
