package io.parley.conversation.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.conversation.Api;
import io.parley.conversation.Chat;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;

/** A website of a channel that lets visitors in and whose partner signs. */
record Website(Chat chat, Partner partner) {

  static Website of(Chat chat) {
    Website website = new Website(chat, Partner.withEllipticCurve());
    chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body(Map.of("publicKey", website.partner.pem()))
        .post(chat.path() + "/identity-keys")
        .then()
        .statusCode(200);
    chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body("{\"allowed\":true}")
        .put(chat.path() + "/visitors")
        .then()
        .statusCode(200);
    return website;
  }

  /** A browser of somebody whom nobody knows. */
  record Visitor(String id, String token) {}

  /** Somebody opens the chat. */
  Visitor newVisitor() {
    Response admitted = visit(null);
    assertThat(admitted.statusCode()).isEqualTo(200);
    return new Visitor(
        admitted.jsonPath().getString("followerId"), admitted.jsonPath().getString("visitorToken"));
  }

  /** Somebody opens the chat and writes. */
  Visitor newVisitorWhoWrites(String text) {
    Visitor visitor = newVisitor();
    chat.writes(visitor.id(), text);
    return visitor;
  }

  Response visit(String visitorToken) {
    Map<String, String> body = new HashMap<>(Map.of("channelId", chat.channel()));
    if (visitorToken != null) {
      body.put("visitorToken", visitorToken);
    }
    return Api.anonymous().contentType(ContentType.JSON).body(body).post("/api/visitor-tokens");
  }

  /** Wilma, as the partner knows her by {@code sub}, logs in at a browser that keeps that token. */
  Response logsIn(String sub, String visitorToken) {
    Map<String, String> body =
        new HashMap<>(
            Map.of(
                "channelId",
                chat.channel(),
                "identityToken",
                partner.sign(Partner.claims(chat.channel(), sub))));
    if (visitorToken != null) {
      body.put("visitorToken", visitorToken);
    }
    return Api.anonymous().contentType(ContentType.JSON).body(body).post("/api/follower-tokens");
  }

  String knownId(String sub) {
    return "verified:" + chat.channel() + ":" + sub;
  }
}
