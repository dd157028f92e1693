package io.parley.conversation.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a channel is. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class ChannelResourceTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.ONE_WAY);
  }

  private Response describe(Object body) {
    return chat.asAdmin("boss").contentType(ContentType.JSON).body(body).put(chat.path());
  }

  @Test
  void aDescriptionIsShownToAgentsAndFollowers() {
    // When
    Response changed =
        describe(Map.of("name", "Shoes", "description", "All of them", "pictureUrl", "/s.svg"));

    // Then
    changed.then().statusCode(200);
    chat.as("ann")
        .get(chat.path())
        .then()
        .statusCode(200)
        .body("id", equalTo(chat.channel()))
        .body("name", equalTo("Shoes"))
        .body("description", equalTo("All of them"))
        .body("pictureUrl", equalTo("/s.svg"))
        .body("mode", equalTo("ONE_WAY"));
    chat.arrival("f1")
        .then()
        .body("arrivals[0].channels[0].name", equalTo("Shoes"))
        .body("arrivals[0].channels[0].description", equalTo("All of them"))
        .body("arrivals[0].channels[0].pictureUrl", equalTo("/s.svg"));
  }

  @Test
  void badDescriptionsAreRefused() {
    // When
    List<Response> refused = new ArrayList<>();
    for (String picture : List.of("javascript:alert(1)", "http://x", "//x/y", "data:,x", "a b")) {
      refused.add(describe(Map.of("name", "Shoes", "pictureUrl", picture)));
    }
    refused.add(describe(Map.of("name", " ")));
    refused.add(describe(Map.of("name", "a".repeat(201))));
    refused.add(describe("{}"));

    // Then
    assertThat(refused).extracting(Response::statusCode).containsOnly(400);
    chat.as("ann").get(chat.path()).then().body("name", equalTo("Test"));
  }
}
