package io.parley.conversation.agent;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.notNullValue;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which agents a channel has. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class AgentResourceTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  @Test
  void agentsAreListedByNameOnceTheyWereSeen() {
    // Given
    chat.agentArrives("bob");
    chat.agentArrives("ann");
    chat.agentArrives("bob");
    chat.arrives("f1", "Follower");

    // When
    Response response = chat.as("ann").get(chat.path() + "/agents");

    // Then
    response
        .then()
        .statusCode(200)
        .body("items.id", contains("ann", "bob"))
        .body("items.name", contains("Name of ann", "Name of bob"))
        .body("items.online", contains(true, true))
        .body("items[0].lastSeenAt", notNullValue());
  }

  @Test
  void whoLeftOrWasNotHeardOfIsOffline() {
    // Given
    chat.agentArrives("ann");
    chat.agentArrives("bob");
    chat.agentArrives("cid");
    chat.agentLeaves("ann");
    chat.sql(
        "UPDATE channel_agent SET online_until = now() WHERE channel_id = $1 AND id = 'bob'",
        chat.channel());

    // When
    Response response = chat.as("ann").get(chat.path() + "/agents");

    // Then
    response.then().body("items.online", contains(false, false, true));
  }
}
