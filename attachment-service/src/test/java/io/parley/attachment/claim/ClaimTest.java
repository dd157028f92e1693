package io.parley.attachment.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.KnownConversations;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.Samples;
import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.problem.ProblemCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ClaimTest {
  private static final byte[] PHOTO = Samples.good("photo.jpg");

  @Test
  void aClaimDescribesTheFilesAndLetsParticipantsRead() {
    // Given
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);

    // When
    ClaimBatch.Result result = Client.claim("follower-1", "m-" + id, id);

    // Then
    assertThat(result.problem()).isNull();
    assertThat(result.attachments().getFirst().fileName()).isEqualTo("photo.jpg");
    assertThat(result.attachments().getFirst().width()).isEqualTo(320);
    assertThat(Client.read("follower-1", id)).isEqualTo(200);
    assertThat(Client.read("agent-2", id)).isEqualTo(200);
    assertThat(Client.read("follower-2", id)).isEqualTo(404);
    assertThat(Client.read("agent-3", id)).isEqualTo(404);
  }

  @Test
  void aRetryIsGrantedAgainAndAnotherMessageIsNot() {
    // Given
    String id = Client.stored("agent-1", "photo.jpg", PHOTO);
    Client.claim("agent-1", "m-" + id, id);

    // When
    ClaimBatch.Result retry = Client.claim("agent-1", "m-" + id, id);
    ClaimBatch.Result other = Client.claim("agent-1", "other-" + id, id);

    // Then
    assertThat(retry.attachments()).hasSize(1);
    assertThat(other.problem().code()).isEqualTo(ProblemCode.ATTACHMENT_USED);
  }

  @Test
  void whatIsNotTheSendersIsUnknown() {
    // Given
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);

    // When
    ClaimBatch.Result ofAnother = Client.claim("agent-1", "m-" + id, id);
    ClaimBatch.Result ofNone = Client.claim("follower-1", "m-" + id, UUID.randomUUID().toString());

    // Then
    assertThat(ofAnother.problem().code()).isEqualTo(ProblemCode.ATTACHMENT_UNKNOWN);
    assertThat(ofNone.problem().code()).isEqualTo(ProblemCode.ATTACHMENT_UNKNOWN);
    assertThat(Client.read("agent-1", id)).isEqualTo(404);
  }

  @Test
  void ofManyMessagesAtOnceOneGetsTheFile() {
    // Given
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);

    // When
    List<ClaimBatch.Result> results =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> Client.claim("follower-1", "m-" + i + id, id)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    // Then
    assertThat(results.stream().filter(result -> result.problem() == null).count()).isEqualTo(1);
  }

  @Test
  void aFileIsFreeAgainWhenEveryTryOfItsMessageWasRefused() {
    // Given two tries of one message
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);
    Client.claim("follower-1", "m-" + id, id);
    Client.claim("follower-1", "m-" + id, id);

    // When
    release("m-" + id, id);
    ClaimBatch.Result afterOne = Client.claim("follower-1", "other-" + id, id);
    release("m-" + id, id);
    ClaimBatch.Result afterBoth = Client.claim("follower-1", "other-" + id, id);

    // Then
    assertThat(afterOne.problem().code()).isEqualTo(ProblemCode.ATTACHMENT_USED);
    assertThat(afterBoth.problem()).isNull();
  }

  @Test
  void onlyServicesMayClaim() {
    // Given
    String body = "{\"claims\":[]}";

    // When
    int status =
        Client.as("agent-1")
            .contentType("application/json")
            .body(body)
            .post("/internal/attachment-claims")
            .statusCode();

    // Then
    assertThat(status).isEqualTo(403);
  }

  private static void release(String messageId, String id) {
    ClaimBatch.Claim claim =
        new ClaimBatch.Claim(
            new Participant(ParticipantRole.FOLLOWER, "follower-1", "follower-1"),
            KnownConversations.ID,
            "demo",
            "follower-1",
            messageId,
            List.of(id));
    Client.as("conversation-service")
        .contentType("application/json")
        .body(new ClaimBatch(List.of(claim)))
        .post("/internal/attachment-releases")
        .then()
        .statusCode(204);
  }
}
