package io.parley.attachment;

import static io.restassured.RestAssured.given;

import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.localstack.Infrastructure;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;

/**
 * What tests do over HTTP, as people of the demo data; every answer is held against the document.
 */
public final class Client {
  private static final RestAssuredConfig AS_IT_IS =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false));

  private Client() {}

  public static String token(String name) {
    return Infrastructure.start().token(name);
  }

  public static RequestSpecification as(String name) {
    return withToken(token(name));
  }

  /** A request with whatever is given as a bearer token. */
  public static RequestSpecification withToken(String token) {
    return anonymous().auth().oauth2(token);
  }

  /** A request of somebody who has not signed in. */
  public static RequestSpecification anonymous() {
    return given().config(AS_IT_IS).filter(new OpenApiContract());
  }

  /** Uploads as a raw body. */
  public static Response upload(String person, String fileName, byte[] content) {
    RequestSpecification request = as(person);
    if (person.startsWith("agent")) {
      request.queryParam("conversationId", KnownConversations.ID);
    }
    return request
        .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
        .contentType("application/octet-stream")
        .body(content)
        .post("/api/attachments");
  }

  /** The id of a file that was stored. */
  public static String stored(String person, String fileName, byte[] content) {
    return upload(person, fileName, content).then().statusCode(201).extract().path("id");
  }

  /** Claims files of follower-1, or of an agent, for a message. */
  public static ClaimBatch.Result claim(String person, String messageId, String... ids) {
    ParticipantRole role =
        person.startsWith("agent") ? ParticipantRole.AGENT : ParticipantRole.FOLLOWER;
    ClaimBatch batch =
        new ClaimBatch(
            List.of(
                new ClaimBatch.Claim(
                    new Participant(role, person, person),
                    KnownConversations.ID,
                    "demo",
                    "follower-1",
                    messageId,
                    List.of(ids))));
    try {
      byte[] answer =
          as("conversation-service")
              .contentType("application/json")
              .body(Json.tolerant().writeValueAsBytes(batch))
              .post("/internal/attachment-claims")
              .then()
              .statusCode(200)
              .extract()
              .asByteArray();
      return Json.tolerant().readValue(answer, ClaimBatch.Results.class).results().getFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The status of asking for a file's content. */
  public static int read(String person, String id) {
    return as(person).get("/api/attachments/" + id + "/content").statusCode();
  }
}
