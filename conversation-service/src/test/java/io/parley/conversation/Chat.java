package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ArrivalBatch;
import io.parley.contracts.command.Attendance;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.command.SendBatch;
import io.parley.contracts.command.SendCommand;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A channel of a test's own, with what its people do. */
public final class Chat {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Pool pool;
  private final String channel = "chat-" + UUID.randomUUID();

  private Chat(Pool pool) {
    this.pool = pool;
  }

  /** A new channel in that mode. */
  public static Chat inNewChannel(Pool pool, ChatMode mode) {
    Chat chat = new Chat(pool);
    chat.sql(
        "INSERT INTO channel (id, name, chat_mode) VALUES ($1, 'Test', $2)",
        chat.channel,
        mode.name());
    return chat;
  }

  public String channel() {
    return channel;
  }

  /** {@code /api/channels/{this one}}. */
  public String path() {
    return "/api/channels/" + channel;
  }

  /** A request of an agent of this channel. */
  public RequestSpecification as(String agent) {
    return Api.withToken(Tokens.agent(agent, channel, "agent"));
  }

  /** A request of an agent who may switch the chat. */
  public RequestSpecification asAdmin(String agent) {
    return Api.withToken(Tokens.agent(agent, channel, "agent", "chat-admin"));
  }

  /** The follower connects. */
  public void arrives(String follower, String name) {
    ArrivalBatch batch = new ArrivalBatch(List.of(actor(follower, name)));
    internal("/internal/arrivals", batch).then().statusCode(200);
  }

  /** What a follower's welcome is made of. */
  public Response arrival(String follower) {
    ArrivalBatch batch = new ArrivalBatch(List.of(actor(follower, "Name of " + follower)));
    return internal("/internal/arrivals", batch);
  }

  /** An agent, named "Name of" its id, opens a socket. */
  public void agentArrives(String agent) {
    internal("/internal/arrivals", new ArrivalBatch(List.of(agentActor(agent))))
        .then()
        .statusCode(200);
  }

  /** The agent's last socket at a gateway closes. */
  public void agentLeaves(String agent) {
    internal("/internal/attendance", new Attendance(List.of(), List.of(agentActor(agent))))
        .then()
        .statusCode(204);
  }

  /** A page of the log as the follower's socket asks for it. */
  public Response replays(String follower, String conversation, long after) {
    return replays(follower, conversation, after, 500);
  }

  /** A page of that many events. */
  public Response replays(String follower, String conversation, long after, int limit) {
    Actor asking = actor(follower, "Name of " + follower);
    ReplayBatch.Replay replay = new ReplayBatch.Replay(asking, conversation, after, limit);
    return internal("/internal/replays", new ReplayBatch(List.of(replay)));
  }

  /** All that the service keeps of a conversation's content, as text. */
  public String everythingStored(String conversation) {
    StringBuilder all = new StringBuilder();
    sql(
            "SELECT body::text AS text FROM conversation_event WHERE conversation_id = $1::text::uuid"
                + " UNION ALL SELECT last_message::text FROM conversation WHERE id = $1::text::uuid",
            conversation)
        .forEach(row -> all.append(row.getString("text")).append('\n'));
    return all.toString();
  }

  /** The follower, named "Name of" its id, connects and writes; returns the conversation's id. */
  public String writes(String follower, String text) {
    arrives(follower, "Name of " + follower);
    SendCommand command =
        new SendCommand(
            actor(follower, "Name of " + follower),
            null,
            channel,
            UUID.randomUUID().toString(),
            text,
            List.of(),
            null);
    Response response = internal("/internal/sends", new SendBatch(List.of(command)));
    assertThat(response.jsonPath().getString("results[0].result")).isEqualTo("stored");
    return response.jsonPath().getString("results[0].conversationId");
  }

  /** An agent sends a message; the answer is for the caller to judge. */
  public Response send(String agent, String conversation, String messageId, String text) {
    return as(agent)
        .contentType(ContentType.JSON)
        .body(Map.of("clientMessageId", messageId, "text", text))
        .post("/api/conversations/" + conversation + "/messages");
  }

  /** An agent finishes; the answer is for the caller to judge. */
  public Response finish(String agent, String conversation) {
    return as(agent)
        .contentType(ContentType.JSON)
        .body("{}")
        .post("/api/conversations/" + conversation + "/finish");
  }

  /** Runs a statement in the service's database. */
  public RowSet<Row> sql(String statement, Object... parameters) {
    return pool.preparedQuery(statement).execute(Tuple.from(parameters)).await().atMost(PATIENCE);
  }

  private Actor actor(String follower, String name) {
    return new Actor(ParticipantRole.FOLLOWER, follower, name, Set.of(channel));
  }

  private Actor agentActor(String agent) {
    return new Actor(ParticipantRole.AGENT, agent, "Name of " + agent, Set.of(channel));
  }

  private static Response internal(String path, Object batch) {
    try {
      return Api.as("messaging-gateway")
          .contentType(ContentType.JSON)
          .body(Json.tolerant().writeValueAsString(batch))
          .post(path);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
