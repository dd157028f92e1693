package io.parley.conversation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.parley.contracts.command.LogExport;
import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Api;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole log, as analytics-service reads it to build its figures anew. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class LogExportTest {
  private static final String LOG = "/internal/log";
  private static final String HEADS = "/internal/log/heads";

  @Inject Pool pool;

  @Test
  void pagesGoOnWhereTheOneBeforeEnded() {
    // Given a conversation of five events
    String conversation = conversation();

    // When read from its beginning, two at a time
    JsonPath first = page(conversation + ":0", 2);
    JsonPath second = page(first.getString("next"), 2);
    JsonPath third = page(second.getString("next"), 2);

    // Then
    assertThat(first.getList("events.seq")).containsExactly(1, 2);
    assertThat(second.getList("events.seq")).containsExactly(3, 4);
    assertThat(third.getList("events.seq").getFirst()).isEqualTo(5);
    assertThat(first.getString("next")).isEqualTo(conversation + ":2");
    assertThat(second.getList("events.conversationId")).containsOnly(conversation);
    assertThat(second.getList("events.event"))
        .containsExactly("conversation-taken", "message-sent");
  }

  @Test
  void allPagesTogetherAreTheWholeLogOfEachConversation() {
    // Given
    String conversation = conversation();
    conversation();

    // When
    Map<String, Integer> reached = new HashMap<>();
    List<String> holes = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page = page(cursor, 50);
      List<Map<String, Object>> events = page.getList("events");
      for (Map<String, Object> event : events) {
        String id = (String) event.get("conversationId");
        int seq = (int) event.get("seq");
        if (seq != reached.getOrDefault(id, 0) + 1) {
          holes.add(id + ":" + seq);
        }
        reached.put(id, seq);
      }
      cursor = page.getString("next");
    } while (cursor != null);

    // Then
    assertThat(holes).isEmpty();
    assertThat(reached).containsEntry(conversation, 5);
    assertThat(reached).containsExactlyInAnyOrderEntriesOf(heads());
  }

  @Test
  void aDeletedMessageIsExportedWithoutItsContent() {
    // Given
    Chat chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String conversation = chat.writes("f", "Hello");
    chat.send("ann", conversation, "m1", "Secret");
    chat.as("ann").delete("/api/conversations/" + conversation + "/messages/4");

    // When
    Response page = service().get(LOG + "?limit=5&after=" + conversation + ":0");

    // Then
    assertThat(page.body().asString()).doesNotContain("Secret").contains("message-deleted");
  }

  @Test
  void aPageHasNoMoreThanItMay() {
    // Given
    String conversation = conversation();

    // When, then
    assertThat(page(conversation + ":0", 0).getList("events")).hasSize(1);
    assertThat(page(null, 1_000_000).getList("events").size())
        .isLessThanOrEqualTo(LogExport.MAX_SIZE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1-1-1-1-1:3",
        "00000000-0000-0000-0000-000000000001:x",
        "00000000-0000-0000-0000-000000000001:",
        "00000000-0000-0000-0000-000000000001:99999999999999999999",
        ":1"
      })
  void aCursorThatNoPageGaveIsRefused(String cursor) {
    // When
    Response events = service().queryParam("after", cursor).get(LOG);
    Response heads = service().queryParam("after", cursor).get(HEADS);

    // Then
    events.then().statusCode(400).body("code", equalTo("malformed-request"));
    heads.then().statusCode(400).body("code", equalTo("malformed-request"));
  }

  @ParameterizedTest
  @ValueSource(strings = {LOG, HEADS, "/internal/sample-histories"})
  void theInsideIsForServices(String path) {
    // Given callers who are none
    String method = path.equals("/internal/sample-histories") ? "POST" : "GET";

    // When, then
    json(Api.anonymous()).request(method, path).then().statusCode(401);
    for (String person : List.of("agent-1", "admin-1", "follower-1")) {
      json(Api.as(person)).request(method, path).then().statusCode(403);
    }
  }

  @Test
  void withoutTheSettingNoHistoryIsMadeUp() {
    // Given
    Chat chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String spec =
        """
        {"channelId":"%s","agents":[{"id":"ann","name":"Ann"}],"followerId":"f-",
         "followerName":"F ","seed":1,"chats":1,"days":1}"""
            .formatted(chat.channel());

    // When
    Response refused = json(service()).body(spec).post("/internal/sample-histories");

    // Then
    refused.then().statusCode(404).body("code", equalTo("not-found"));
    assertThat(chat.sql("SELECT FROM sample_history WHERE channel_id = $1", chat.channel()).size())
        .isZero();
  }

  private String conversation() {
    Chat chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String conversation = chat.writes("f", "Hello");
    chat.send("ann", conversation, "m1", "Hello!").then().statusCode(200);
    chat.finish("ann", conversation).then().statusCode(200);
    return conversation;
  }

  private static JsonPath page(String after, int limit) {
    RequestSpecification request = service().queryParam("limit", limit);
    if (after != null) {
      request.queryParam("after", after);
    }
    Response page = request.get(LOG);
    page.then().statusCode(200);
    return page.jsonPath();
  }

  private static Map<String, Integer> heads() {
    Map<String, Integer> heads = new HashMap<>();
    String cursor = null;
    do {
      RequestSpecification request = service().queryParam("limit", 3);
      if (cursor != null) {
        request.queryParam("after", cursor);
      }
      JsonPath page = request.get(HEADS).jsonPath();
      List<Map<String, Object>> listed = page.getList("heads");
      listed.forEach(
          head -> heads.put((String) head.get("conversationId"), (int) head.get("lastSeq")));
      cursor = page.getString("next");
    } while (cursor != null);
    return heads;
  }

  private static RequestSpecification json(RequestSpecification request) {
    return request.contentType("application/json").body("{}");
  }

  private static RequestSpecification service() {
    return Api.as("analytics-service");
  }
}
