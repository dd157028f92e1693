package io.parley.conversation.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.command.MessageLookupBatch;
import io.parley.contracts.command.MessageLookupBatch.Lookup;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.conversation.Api;
import io.parley.conversation.Chat;
import io.parley.conversation.KnownAttachments;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims before the log, and what attachment-service learns of messages afterwards. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class AttachmentsInMessagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Pool pool;

  private final String file = UUID.randomUUID().toString();
  private final String unknown = file.substring(0, 32) + "dead";
  private final String messageId = "m-" + UUID.randomUUID();
  private Chat chat;
  private String conversation;

  @BeforeEach
  void aFollowerHasWritten() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    conversation = chat.writes("f1", "Hello?");
  }

  @Test
  void aMessageCarriesWhatItsClaimDescribes() {
    // When
    Response response = send("ann", messageId, file);

    // Then
    response.then().statusCode(200).body("seq", equalTo(4));
    events()
        .body("events[3].attachments", hasSize(1))
        .body("events[3].attachments[0].id", equalTo(file))
        .body("events[3].attachments[0].fileName", equalTo(file + ".jpg"))
        .body("events[3].attachments[0].mediaType", equalTo("image/jpeg"))
        .body("events[3].attachments[0].size", equalTo(1_234));
    ClaimBatch.Claim claim = KnownAttachments.claims(messageId).getFirst();
    assertThat(claim.sender().role()).isEqualTo(ParticipantRole.AGENT);
    assertThat(claim.sender().id()).isEqualTo("ann");
    assertThat(claim.conversationId()).isEqualTo(conversation);
    assertThat(claim.channelId()).isEqualTo(chat.channel());
    assertThat(claim.followerId()).isEqualTo("f1");
    assertThat(claim.attachmentIds()).containsExactly(file);
    assertThat(KnownAttachments.releases(messageId)).isEmpty();
  }

  @Test
  void aRetryClaimsAgainAndIsStoredOnce() {
    // Given
    Response first = send("ann", messageId, file);

    // When
    Response again = send("ann", messageId, file);

    // Then
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(KnownAttachments.claims(messageId)).hasSize(2);
    assertThat(KnownAttachments.releases(messageId)).isEmpty();
    events().body("events", hasSize(4));
  }

  @Test
  void textAsksNobody() {
    // Given
    int before = KnownAttachments.calls();

    // When
    chat.send("ann", conversation, messageId, "Only text").then().statusCode(200);

    // Then
    assertThat(KnownAttachments.calls()).isEqualTo(before);
  }

  @Test
  void aRefusedClaimRefusesTheMessage() {
    // When
    Response response = send("ann", messageId, file, unknown);

    // Then
    response.then().statusCode(422).body("code", equalTo("attachment-unknown"));
    events().body("events", hasSize(2));
    assertThat(KnownAttachments.releases(messageId)).isEmpty();
  }

  @Test
  void whatTheLogRefusesFreesItsFiles() {
    // Given
    chat.send("ann", conversation, "m1", "Mine").then().statusCode(200);

    // When
    Response response = send("bob", messageId, file);

    // Then
    response.then().statusCode(409).body("code", equalTo("conversation-owned"));
    assertThat(KnownAttachments.claims(messageId)).hasSize(1);
    assertThat(KnownAttachments.releases(messageId)).isEqualTo(KnownAttachments.claims(messageId));
  }

  @Test
  void whileNobodyAnswersFilesAreRefusedAtOnceAndTextGoesOn() {
    // Given
    KnownAttachments.hang();
    try {
      Response first = send("ann", messageId, file);
      int asked = KnownAttachments.calls();

      // When
      Response second = send("ann", messageId, file);
      Response text = chat.send("ann", conversation, "text-" + messageId, "Text goes on");

      // Then
      for (Response refused : List.of(first, second)) {
        refused
            .then()
            .statusCode(503)
            .header("Retry-After", equalTo("1"))
            .body("code", equalTo("unavailable"));
      }
      assertThat(KnownAttachments.calls()).as("nobody asks again so soon").isEqualTo(asked);
      text.then().statusCode(200);
    } finally {
      KnownAttachments.answer();
    }
    assertThat(Await.until(PATIENCE, () -> send("ann", messageId, file).statusCode() == 200))
        .as("files can be sent again")
        .isTrue();
  }

  @Test
  void aLookupTellsWhereAMessageIsAndWhatItCarries() {
    // Given
    send("ann", messageId, file).then().statusCode(200);

    // When
    MessageLookupBatch.Results results =
        lookUp(
            new Lookup(conversation, ParticipantRole.AGENT, "ann", messageId),
            new Lookup(conversation, ParticipantRole.AGENT, "bob", messageId),
            new Lookup(conversation, ParticipantRole.FOLLOWER, "ann", messageId),
            new Lookup(UUID.randomUUID().toString(), ParticipantRole.AGENT, "ann", messageId),
            new Lookup(conversation, ParticipantRole.AGENT, "ann", "never-sent"));

    // Then
    assertThat(results.results())
        .containsExactly(
            new MessageLookupBatch.Result(4L, List.of(file)),
            new MessageLookupBatch.Result(null, List.of()),
            new MessageLookupBatch.Result(null, List.of()),
            new MessageLookupBatch.Result(null, List.of()),
            new MessageLookupBatch.Result(null, List.of()));
  }

  @Test
  void aDeletedMessageHasItsPlaceAndCarriesNothing() {
    // Given
    send("ann", messageId, file).then().statusCode(200);
    chat.as("ann")
        .delete("/api/conversations/" + conversation + "/messages/4")
        .then()
        .statusCode(204);

    // When
    MessageLookupBatch.Results results =
        lookUp(new Lookup(conversation, ParticipantRole.AGENT, "ann", messageId));

    // Then
    assertThat(results.results()).containsExactly(new MessageLookupBatch.Result(4L, List.of()));
    events().body("events[3].attachments", nullValue());
  }

  @Test
  void onlyServicesLookUpAndNotTooManyAtOnce() {
    // Given
    Lookup one = new Lookup(conversation, ParticipantRole.AGENT, "ann", messageId);
    MessageLookupBatch many =
        new MessageLookupBatch(Collections.nCopies(MessageLookupBatch.MAX_SIZE + 1, one));

    // When
    int byAgent = postLookup("agent-1", new MessageLookupBatch(List.of(one))).statusCode();
    int tooMany = postLookup("attachment-service", many).statusCode();
    int noId =
        postLookup(
                "attachment-service",
                new MessageLookupBatch(
                    List.of(new Lookup("x", ParticipantRole.AGENT, "ann", messageId))))
            .statusCode();

    // Then
    assertThat(byAgent).isEqualTo(403);
    assertThat(tooMany).isEqualTo(400);
    assertThat(noId).isEqualTo(400);
  }

  private Response send(String agent, String id, String... files) {
    return chat.as(agent)
        .contentType(ContentType.JSON)
        .body(Map.of("clientMessageId", id, "text", "See here", "attachmentIds", List.of(files)))
        .post("/api/conversations/" + conversation + "/messages");
  }

  private ValidatableResponse events() {
    return chat.as("ann").get("/api/conversations/" + conversation + "/events").then();
  }

  private static MessageLookupBatch.Results lookUp(Lookup... lookups) {
    Response response =
        postLookup("attachment-service", new MessageLookupBatch(Arrays.asList(lookups)));
    response.then().statusCode(200);
    try {
      return Json.tolerant().readValue(response.asByteArray(), MessageLookupBatch.Results.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Response postLookup(String caller, MessageLookupBatch batch) {
    return Api.as(caller)
        .contentType(ContentType.JSON)
        .body(batch)
        .post("/internal/message-lookups");
  }
}
