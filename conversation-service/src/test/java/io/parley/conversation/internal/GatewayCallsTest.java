package io.parley.conversation.internal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ArrivalBatch;
import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.command.MarkBatch;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.command.SendBatch;
import io.parley.contracts.command.SendCommand;
import io.parley.contracts.command.SendResult;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway asks, over real HTTP with a real service token. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class GatewayCallsTest {
  @Inject Pool pool;

  private final String channelId = "gateway-test-" + UUID.randomUUID();

  @BeforeEach
  void openChannel() {
    pool.preparedQuery("INSERT INTO channel (id, name, chat_mode) VALUES ($1, 'Test', 'TWO_WAY')")
        .execute(Tuple.of(channelId))
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  @Test
  void aBatchIsAnsweredInPlaceAndInOrder() {
    // Given
    SendCommand first = byChannel(follower("f"), "m1", "One");
    SendCommand invisible = byChannel(follower("f"), "m2", "\u200b");
    SendCommand second = byChannel(follower("f"), "m3", "Two");

    // When
    List<SendResult> results = send(first, invisible, second);

    // Then
    assertThat(seqOf(results.get(0))).isEqualTo(2);
    assertThat(codeOf(results.get(1))).isEqualTo(ProblemCode.MESSAGE_EMPTY);
    assertThat(seqOf(results.get(2))).isEqualTo(3);
  }

  @Test
  void aFollowerWritesToItsOwnConversationOnly() {
    // Given
    String conversation = conversationOf(send(byChannel(follower("f"), "m1", "Mine")).getFirst());

    // When
    List<SendResult> results =
        send(
            byConversation(follower("f"), conversation, "m2"),
            byConversation(follower("stranger"), conversation, "m3"),
            byConversation(agent("a", "elsewhere"), conversation, "m4"),
            byConversation(agent("a", channelId), conversation, "m5"));

    // Then
    assertThat(seqOf(results.get(0))).isEqualTo(3);
    assertThat(codeOf(results.get(1))).isEqualTo(ProblemCode.NOT_FOUND);
    assertThat(codeOf(results.get(2))).isEqualTo(ProblemCode.NOT_FOUND);
    assertThat(seqOf(results.get(3))).isEqualTo(5);
  }

  @Test
  void aChannelThatTheTokenDoesNotNameDoesNotExist() {
    // Given
    Actor elsewhere = new Actor(ParticipantRole.FOLLOWER, "f", "F", Set.of("elsewhere"));

    // When
    SendResult result =
        send(new SendCommand(elsewhere, null, channelId, "m1", "Hello", List.of(), null))
            .getFirst();

    // Then
    assertThat(codeOf(result)).isEqualTo(ProblemCode.NOT_FOUND);
  }

  @Test
  void anArrivalIsToldItsChannelsAndConversations() {
    // Given
    Actor follower = follower("f");
    String conversation = conversationOf(send(byChannel(follower, "m1", "Hello")).getFirst());

    // When
    ArrivalBatch.Results results =
        read(
            post("/internal/arrivals", new ArrivalBatch(List.of(follower, agent("a", channelId)))),
            ArrivalBatch.Results.class);

    // Then
    ArrivalBatch.Arrival ofFollower = results.arrivals().get(0);
    assertThat(ofFollower.channels())
        .extracting("id", "name")
        .containsExactly(org.assertj.core.groups.Tuple.tuple(channelId, "Test"));
    assertThat(ofFollower.conversations()).hasSize(1);
    assertThat(ofFollower.conversations().getFirst().id()).isEqualTo(conversation);
    assertThat(ofFollower.conversations().getFirst().status())
        .isEqualTo(ConversationStatus.UNANSWERED);
    assertThat(ofFollower.conversations().getFirst().lastSeq()).isEqualTo(2);
    assertThat(results.arrivals().get(1).conversations()).isEmpty();
  }

  @Test
  void aReplayHoldsWhatFollowsAndOnlyForThoseWhoMayReadIt() {
    // Given
    Actor follower = follower("f");
    String conversation =
        conversationOf(send(byChannel(follower, "m1", "One \"quoted\"")).getFirst());
    send(byChannel(follower, "m2", "Two"), byChannel(follower, "m3", "Three"));

    // When
    ReplayBatch.Results results =
        read(
            post(
                "/internal/replays",
                new ReplayBatch(
                    List.of(
                        new ReplayBatch.Replay(follower, conversation, 1, 2),
                        new ReplayBatch.Replay(follower("stranger"), conversation, 0, 10),
                        new ReplayBatch.Replay(null, conversation, 3, 10),
                        new ReplayBatch.Replay(follower, "no uuid", 0, 10)))),
            ReplayBatch.Results.class);

    // Then
    ReplayBatch.Page page = results.pages().get(0);
    assertThat(page.events().stream().map(e -> e.get("seq").asLong())).containsExactly(2L, 3L);
    assertThat(page.events().getFirst().get("text").asText()).isEqualTo("One \"quoted\"");
    assertThat(page.lastSeq()).isEqualTo(4);
    assertThat(page.followerId()).isEqualTo("f");
    assertThat(results.pages().get(1).problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
    assertThat(results.pages().get(2).events().stream().map(e -> e.get("seq").asLong()))
        .containsExactly(4L);
    assertThat(results.pages().get(3).problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
  }

  @Test
  void marksOnlyRiseAndNeverPassWhatWasSaid() {
    // Given
    Actor follower = follower("f");
    String conversation = conversationOf(send(byChannel(follower, "m1", "One")).getFirst());
    send(byChannel(follower, "m2", "Two"));

    // When
    post("/internal/marks", marks(conversation, follower, MarkBatch.Kind.READ, 2, 1));
    post("/internal/marks", marks(conversation, follower, MarkBatch.Kind.DELIVERED, 99));

    // Then
    ArrivalBatch.Results results =
        read(
            post("/internal/arrivals", new ArrivalBatch(List.of(follower))),
            ArrivalBatch.Results.class);
    assertThat(results.arrivals().getFirst().conversations().getFirst().readSeq()).isEqualTo(2);
    assertThat(deliveredSeq(conversation)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/internal/sends", "/internal/arrivals", "/internal/replays", "/internal/marks"})
  void onlyServicesAreLetIn(String path) {
    // Given
    Infrastructure infrastructure = Infrastructure.start();

    // When
    int anonymous = given().contentType(ContentType.JSON).body("{}").post(path).statusCode();
    int agent =
        given()
            .contentType(ContentType.JSON)
            .auth()
            .oauth2(infrastructure.token("agent-1"))
            .body("{}")
            .post(path)
            .statusCode();

    // Then
    assertThat(anonymous).isEqualTo(401);
    assertThat(agent).isIn(401, 403);
  }

  private List<SendResult> send(SendCommand... commands) {
    return read(
            post("/internal/sends", new SendBatch(Arrays.asList(commands))),
            SendBatch.Results.class)
        .results();
  }

  private static String post(String path, Object body) {
    try {
      return given()
          .contentType(ContentType.JSON)
          .auth()
          .oauth2(serviceToken())
          .body(Json.tolerant().writeValueAsString(body))
          .post(path)
          .then()
          .statusCode(body instanceof MarkBatch ? 204 : 200)
          .extract()
          .asString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return Json.tolerant().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(json, e);
    }
  }

  private static String serviceToken() {
    var settings = Infrastructure.start().environment();
    return given()
        .auth()
        .preemptive()
        .basic(
            settings.get("PARLEY_SERVICE_CLIENT_ID"), settings.get("PARLEY_SERVICE_CLIENT_SECRET"))
        .formParam("grant_type", "client_credentials")
        .post(settings.get("PARLEY_OIDC_SERVICES_URL") + "/token")
        .then()
        .statusCode(200)
        .extract()
        .path("access_token");
  }

  private long deliveredSeq(String conversation) {
    return pool.preparedQuery(
            "SELECT delivered_seq FROM conversation_mark WHERE conversation_id = $1")
        .execute(Tuple.of(UUID.fromString(conversation)))
        .await()
        .atMost(Duration.ofSeconds(10))
        .iterator()
        .next()
        .getLong(0);
  }

  private static MarkBatch marks(
      String conversation, Actor actor, MarkBatch.Kind kind, long... seqs) {
    Participant participant = actor.participant();
    return new MarkBatch(
        Arrays.stream(seqs)
            .mapToObj(seq -> new MarkBatch.Mark(conversation, participant, kind, seq))
            .toList());
  }

  private Actor follower(String id) {
    return new Actor(ParticipantRole.FOLLOWER, id, "Follower " + id, Set.of(channelId));
  }

  private static Actor agent(String id, String channel) {
    return new Actor(ParticipantRole.AGENT, id, "Agent " + id, Set.of(channel));
  }

  private static SendCommand byChannel(Actor actor, String id, String text) {
    return new SendCommand(actor, null, null, id, text, List.of(), null);
  }

  private static SendCommand byConversation(Actor actor, String conversation, String id) {
    return new SendCommand(actor, conversation, null, id, "text " + id, List.of(), null);
  }

  private static long seqOf(SendResult result) {
    return ((SendResult.Stored) result).seq();
  }

  private static String conversationOf(SendResult result) {
    return ((SendResult.Stored) result).conversationId();
  }

  private static ProblemCode codeOf(SendResult result) {
    return ((SendResult.Refused) result).problem().code();
  }
}
