package io.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.command.ConversationSummary;
import io.parley.contracts.event.AttachmentStored;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.EngagementKind;
import io.parley.contracts.event.EngagementRecorded;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.contracts.event.SentAttachment;
import io.parley.contracts.event.SentEngagement;
import io.parley.contracts.json.Json;
import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ClientFrame;
import io.parley.contracts.socket.ServerFrame;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What records write is what the strict schemas allow: producers emit strictly. */
class EmittedJsonTest {
  private static final String ID = "0199f0a2-6d1e-7c3a-9b1f-2f64c0de0001";
  private static final Instant AT = Instant.parse("2026-03-02T09:15:27.123456Z");
  private static final Person AGENT = new Person("agent-1", "Agent 1");
  private static final Participant FOLLOWER =
      new Participant(ParticipantRole.FOLLOWER, "follower-7", "Follower 7");

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("records")
  void aRecordIsWrittenAsItsSchemaSays(String contract, Object emitted) throws Exception {
    // Given
    String written = Json.tolerant().writeValueAsString(emitted);

    // When
    List<String> violations = ContractFiles.violations(contract, ContractFiles.json(written));

    // Then
    assertThat(violations).as(written).isEmpty();
  }

  @Test
  void everyContractIsAmongTheRecordsWritten() {
    assertThat(records().map(each -> each.get()[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(ContractFiles.contracts().keySet());
  }

  @ParameterizedTest
  @EnumSource
  void everyProblemCanBeAnErrorFrame(ProblemCode code) {
    // Given
    Person owner = code == ProblemCode.CONVERSATION_OWNED ? AGENT : null;
    ServerFrame frame =
        ServerFrame.Refusal.of("m-1", ID, new Problem(code, "Say it otherwise", owner));

    // When
    List<String> violations =
        ContractFiles.violations("server-error.v1", Json.tolerant().valueToTree(frame));

    // Then
    assertThat(violations).isEmpty();
  }

  @Test
  void schemasStateTheLimitsOfTheEnum() {
    // Given
    JsonNode common = ContractFiles.schemaText("common").get("$defs");
    JsonNode resume = ContractFiles.schemaText("client-resume.v1").get("properties");
    JsonNode welcome = ContractFiles.schemaText("server-welcome.v1").get("properties");

    // When
    List<String> told = Stream.of(Limit.values()).map(Limit::jsonName).toList();

    // Then
    assertThat(common.at("/text/maxLength").asLong()).isEqualTo(Limit.MESSAGE_TEXT_LENGTH.value());
    assertThat(common.at("/attachmentIds/maxItems").asLong())
        .isEqualTo(Limit.ATTACHMENTS_PER_MESSAGE.value());
    assertThat(
            ContractFiles.schemaText("message-sent.v1")
                .at("/$defs/fields/properties/attachments/maxItems")
                .asLong())
        .isEqualTo(Limit.ATTACHMENTS_PER_MESSAGE.value());
    assertThat(common.at("/clientMessageId/pattern").asText())
        .contains("{1," + Limit.CLIENT_MESSAGE_ID_LENGTH.value() + "}");
    assertThat(resume.at("/positions/maxProperties").asLong())
        .isEqualTo(Limit.POSITIONS_PER_RESUME.value());
    assertThat(welcome.at("/limits/properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(told);
  }

  @Test
  void schemasListTheValuesOfTheEnums() {
    // Given
    JsonNode common = ContractFiles.schemaText("common").get("$defs");

    // When
    List<String> codes = Stream.of(ProblemCode.values()).map(ProblemCode::code).toList();

    // Then
    assertThat(values(common.at("/problemCode/enum"))).isEqualTo(codes);
    assertThat(values(common.at("/role/enum"))).isEqualTo(names(ParticipantRole.values()));
    assertThat(values(common.at("/chatMode/enum"))).isEqualTo(names(ChatMode.values()));
    assertThat(values(common.at("/conversationStatus/enum")))
        .isEqualTo(names(ConversationStatus.values()));
    assertThat(values(common.at("/engagement/properties/kind/enum")))
        .isEqualTo(names(EngagementKind.values()));
    assertThat(
            values(ContractFiles.schemaText("engagement-recorded.v1").at("/properties/kind/enum")))
        .isEqualTo(names(EngagementRecorded.Kind.values()));
  }

  static Stream<Arguments> records() {
    MessageSent message =
        new MessageSent(
            ID, "demo", "follower-7", 2, 1, 1L, AT, 1, "m-1", FOLLOWER, "Hi", null, null, null);
    SentEngagement coupon =
        new SentEngagement("e-1", EngagementKind.COUPON, "10 % off", "", "SPRING", null);
    return Stream.of(
        arguments(
            "conversation-opened.v1",
            new ConversationOpened(ID, "demo", "follower-7", 1, 1, 0L, AT, 1, "Follower 7")),
        arguments("message-sent.v1", message),
        arguments(
            "message-sent.v1",
            new MessageSent(
                ID,
                "demo",
                "follower-7",
                3,
                3,
                2L,
                AT,
                0,
                "m-2",
                FOLLOWER,
                null,
                null,
                null,
                coupon)),
        arguments("message-sent.v1", withAttachments()),
        arguments(
            "conversation-taken.v1",
            new ConversationTaken(ID, "demo", "follower-7", 3, 3, 2L, AT, 1, AGENT, null)),
        arguments(
            "conversation-taken.v1",
            new ConversationTaken(ID, "demo", "follower-7", 4, 4, 3L, AT, 1, AGENT, AGENT)),
        arguments(
            "conversation-finished.v1",
            new ConversationFinished(ID, "demo", "follower-7", 5, 5, 4L, AT, 1, AGENT)),
        arguments(
            "message-deleted.v1",
            new MessageDeleted(ID, "demo", "follower-7", 6, 6, 5L, AT, 1, 2, AGENT)),
        arguments(
            "note-added.v1",
            new NoteAdded(ID, "demo", "follower-7", 7, 7, 6L, AT, 1, "m-3", AGENT, "Be kind")),
        arguments(
            "conversation-transferred.v1",
            new ConversationTransferred(
                ID, "demo", "follower-7", 8, 8, 6L, AT, 1, AGENT, AGENT, AGENT)),
        arguments(
            "conversation-erased.v1",
            new ConversationErased(
                ID,
                "demo",
                "follower-7",
                9,
                9,
                6L,
                AT,
                1,
                ConversationErased.Reason.FOLLOWER_ERASED)),
        arguments(
            "channel-chat-changed.v1",
            new ChannelChatChanged("other", ChatMode.TWO_WAY, 1, AGENT, AT)),
        arguments(
            "attachment-stored.v1",
            new AttachmentStored(
                "a-1",
                "demo",
                "follower-7",
                FOLLOWER,
                "x.pdf",
                "application/pdf",
                1,
                "0".repeat(64),
                AT)),
        arguments(
            "engagement-recorded.v1",
            new EngagementRecorded(
                "r-1",
                "demo",
                "follower-7",
                EngagementRecorded.Kind.POINTS_EARNED,
                "Purchase",
                12,
                AT)),
        arguments(
            "conversation-signals.v1",
            new ConversationSignal.Typing(ID, "demo", "follower-7", FOLLOWER)),
        arguments(
            "conversation-signals.v1",
            new ConversationSignal.Read(ID, "demo", "follower-7", FOLLOWER, 4)),
        arguments(
            "conversation-signals.v1",
            new ConversationSignal.Delivered(ID, "demo", "follower-7", FOLLOWER, 4)),
        arguments(
            "conversation-signals.v1",
            new ConversationSignal.Presence("gateway-1", FOLLOWER, List.of("demo"), true)),
        arguments("conversation-signals.v1", new ConversationSignal.GatewayAlive("g", true)),
        arguments(
            "client-send.v1", new ClientFrame.Send("m-1", ID, null, "Hi", List.of(), "agent-2")),
        arguments("client-resume.v1", new ClientFrame.Resume(Map.of(ID, 4L), null)),
        arguments("client-resume.v1", new ClientFrame.Resume(null, 4L)),
        arguments("client-typing.v1", new ClientFrame.Typing(null)),
        arguments("client-read.v1", new ClientFrame.Read(ID, 4L)),
        arguments("client-authenticate.v1", new ClientFrame.Authenticate("a.b.c")),
        arguments("server-welcome.v1", welcome()),
        arguments(
            "server-event.v1",
            ((ObjectNode) Json.tolerant().valueToTree(message)).put("type", "event")),
        arguments("server-ack.v1", new ServerFrame.Ack("m-1", ID, 2, AT)),
        arguments(
            "server-error.v1",
            ServerFrame.Refusal.of(
                null, null, Problem.of(ProblemCode.MALFORMED_FRAME, "Unknown field 'x'"))),
        arguments("server-caught-up.v1", new ServerFrame.CaughtUp(Map.of(ID, 9L))),
        arguments("server-typing.v1", new ServerFrame.Typing(ID, FOLLOWER)),
        arguments("server-read.v1", new ServerFrame.Read(ID, FOLLOWER, 4)),
        arguments("server-delivered.v1", new ServerFrame.Delivered(ID, FOLLOWER, 4)),
        arguments("server-presence.v1", new ServerFrame.Presence("demo", FOLLOWER, true)),
        arguments(
            "server-chat-mode.v1",
            new ServerFrame.ChatModeChanged("demo", ChatMode.ONE_WAY, AGENT, AT)),
        arguments(
            "server-chat-mode.v1",
            new ServerFrame.ChatModeChanged("demo", ChatMode.ONE_WAY, null, null)));
  }

  private static MessageSent withAttachments() {
    SentAttachment photo = new SentAttachment("a-1", "x.jpg", "image/jpeg", 7, 640, 480);
    SentAttachment document = new SentAttachment("a-2", "x.pdf", "application/pdf", 8, null, null);
    List<String> ids = List.of("a-1", "a-2");
    List<SentAttachment> both = List.of(photo, document);
    return new MessageSent(
        ID, "demo", "follower-7", 3, 3, 2L, AT, 1, "m-3", FOLLOWER, null, ids, both, null);
  }

  private static ServerFrame.Welcome welcome() {
    return new ServerFrame.Welcome(
        "parley.v1",
        FOLLOWER,
        List.of(new ServerFrame.Channel("demo", "Demo", "Shoes", null, ChatMode.TWO_WAY, true)),
        List.of(new ConversationSummary(ID, "demo", ConversationStatus.ACTIVE, 1, AGENT, 4, 0, AT)),
        Limit.byJsonName(Map.of(Limit.VIDEO_BYTES, 1L)),
        25);
  }

  private static List<String> values(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
