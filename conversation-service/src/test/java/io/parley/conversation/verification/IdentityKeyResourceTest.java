package io.parley.conversation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Api;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registering and retiring keys, and the switch for visitors. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class IdentityKeyResourceTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  @Test
  void keysAreAddedListedAndRetired() {
    // Given
    String first = add(Partner.withEllipticCurve().pem()).jsonPath().getString("id");

    // When
    Response second = add(Partner.withRsa(2048).pem());
    Response retired = chat.asAdmin("boss").delete(path() + "/" + first);
    Response again = chat.asAdmin("boss").delete(path() + "/" + first);

    // Then
    second
        .then()
        .statusCode(200)
        .body("algorithm", equalTo("RS256"))
        .body("fingerprint", matchesPattern("([0-9a-f]{2}:){31}[0-9a-f]{2}"))
        .body("addedBy.id", equalTo("boss"));
    retired.then().statusCode(204);
    again.then().statusCode(404);
    list().then().body("items.id", contains(second.jsonPath().getString("id")));
    chat.asAdmin("boss")
        .get(chat.path() + "/audit")
        .then()
        .body("items.action", contains("KEY_REVOKED", "KEY_REGISTERED", "KEY_REGISTERED"))
        .body("items[1].subject", equalTo(second.jsonPath().getString("fingerprint")));
  }

  @Test
  void aChannelHasTwoAtATime() {
    // Given
    String first = add(Partner.withEllipticCurve().pem()).jsonPath().getString("id");
    add(Partner.withEllipticCurve().pem());
    String third = Partner.withEllipticCurve().pem();

    // When
    Response refused = add(third);
    chat.asAdmin("boss").delete(path() + "/" + first);
    Response taken = add(third);

    // Then
    refused.then().statusCode(409).body("code", equalTo("limit-reached"));
    taken.then().statusCode(200);
  }

  @Test
  void theSameKeyIsRegisteredOnce() {
    // Given
    String pem = Partner.withEllipticCurve().pem();
    add(pem);

    // When
    Response again = add(pem);

    // Then
    again.then().statusCode(409).body("code", equalTo("already-exists"));
  }

  @Test
  void whatIsNoKeyIsRefused() {
    // Given
    Partner partner = Partner.withRsa(2048);
    String secret = Base64.getEncoder().encodeToString(partner.key().getPrivateKey().getEncoded());

    // When
    List<Response> refused =
        List.of(
            add(""),
            add("ssh-rsa AAAA"),
            add(Partner.pem(new byte[] {1, 2, 3})),
            add(Partner.withRsa(1024).pem()),
            add(Partner.pem(partner.key().getPrivateKey().getEncoded())),
            add("-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n"),
            add(partner.pem() + "x".repeat(4_000)),
            addBody("{}"),
            addBody("{\"publicKey\":null}"),
            addBody("{\"publicKey\":\"\\u0000\"}"),
            addBody("{\"publicKey\":\"x\",\"algorithm\":\"none\"}"));

    // Then
    assertThat(refused).extracting(Response::statusCode).containsOnly(400);
    assertThat(refused)
        .allSatisfy(answer -> assertThat(answer.body().asString()).doesNotContain(secret));
    list().then().body("items", empty());
  }

  @Test
  void keysOfAnotherChannelDoNotExist() {
    // Given
    String id = add(Partner.withEllipticCurve().pem()).jsonPath().getString("id");
    Chat elsewhere = Chat.inNewChannel(pool, ChatMode.TWO_WAY);

    // When
    Response read = elsewhere.asAdmin("other").get(path());
    Response retired = elsewhere.asAdmin("other").delete(elsewhere.path() + "/identity-keys/" + id);

    // Then
    read.then().statusCode(404);
    retired.then().statusCode(404);
    list().then().body("items.id", contains(id));
  }

  @Test
  void visitorsAreLetInWhenAnAdminSaysSo() {
    // Given
    Response before = visit();

    // When
    Response allowed = allowVisitors("{\"allowed\":true}");
    Response during = visit();
    allowVisitors("{\"allowed\":false}");
    Response after = visit();

    // Then
    allowed.then().statusCode(200).body("allowed", equalTo(true));
    assertThat(List.of(before.statusCode(), during.statusCode(), after.statusCode()))
        .containsExactly(404, 200, 404);
    chat.asAdmin("boss")
        .get(chat.path() + "/visitors")
        .then()
        .statusCode(200)
        .body("allowed", equalTo(false));
    allowVisitors("{}").then().statusCode(400);
  }

  private Response visit() {
    return Api.anonymous()
        .contentType(ContentType.JSON)
        .body(Map.of("channelId", chat.channel()))
        .post("/api/visitor-tokens");
  }

  private Response allowVisitors(String body) {
    return chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body(body)
        .put(chat.path() + "/visitors");
  }

  private Response add(String pem) {
    return addBody(Map.of("publicKey", pem));
  }

  private Response addBody(Object body) {
    return chat.asAdmin("boss").contentType(ContentType.JSON).body(body).post(path());
  }

  private Response list() {
    return chat.asAdmin("boss").get(path());
  }

  private String path() {
    return chat.path() + "/identity-keys";
  }
}
