package io.parley.conversation.chatlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat list over HTTP. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class ChatListTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  @Test
  void aListItemSaysWhatAnAgentNeedsToChoose() {
    // Given
    String conversation = chat.writes("f1", "Is anybody there?");

    // When
    var response = list("ann", Map.of());

    // Then
    response
        .body("items", hasSize(1))
        .body("items[0].id", equalTo(conversation))
        .body("items[0].channelId", equalTo(chat.channel()))
        .body("items[0].follower", equalTo(Map.of("id", "f1", "name", "Name of f1")))
        .body("items[0].status", equalTo("UNANSWERED"))
        .body("items[0].cycle", equalTo(1))
        .body("items[0].owner", equalTo(null))
        .body("items[0].lastSeq", equalTo(2))
        .body("items[0].lastMessage.text", equalTo("Is anybody there?"))
        .body("items[0].lastMessage.sender.role", equalTo("FOLLOWER"))
        .body("nextCursor", equalTo(null))
        .body(
            "counts",
            equalTo(Map.of("QUIET", 0, "UNANSWERED", 1, "ACTIVE", 0, "FINISHED", 0, "ERASED", 0)));
  }

  @Test
  void newestActivityComesFirstAndCountsFollowTheStatus() {
    // Given
    String first = chat.writes("f1", "One");
    String second = chat.writes("f2", "Two");
    String third = chat.writes("f3", "Three");

    // When
    chat.send("ann", first, "m1", "Answer").then().statusCode(200);
    chat.send("ann", second, "m1", "Answer").then().statusCode(200);
    chat.finish("ann", second).then().statusCode(200);

    // Then
    list("ann", Map.of())
        .body("items.id", contains(second, first, third))
        .body(
            "counts",
            equalTo(Map.of("QUIET", 0, "UNANSWERED", 1, "ACTIVE", 1, "FINISHED", 1, "ERASED", 0)));
  }

  @Test
  void filtersCombine() {
    // Given
    String waiting = chat.writes("f1", "One");
    String mine = chat.writes("f2", "Two");
    String theirs = chat.writes("f3", "Three");
    chat.send("ann", mine, "m1", "Answer").then().statusCode(200);
    chat.send("bob", theirs, "m1", "Answer").then().statusCode(200);

    // When, Then
    list("ann", Map.of("status", "UNANSWERED")).body("items.id", contains(waiting));
    list("ann", Map.of("status", "ACTIVE")).body("items.id", containsInAnyOrder(mine, theirs));
    list("ann", Map.of("status", "FINISHED")).body("items", empty());
    list("ann", Map.of("owner", "me")).body("items.id", contains(mine));
    list("ann", Map.of("owner", "bob")).body("items.id", contains(theirs));
    list("ann", Map.of("owner", "me", "status", "ACTIVE")).body("items.id", contains(mine));
    list("ann", Map.of("owner", "me", "status", "UNANSWERED")).body("items", empty());
    list("ann", Map.of("q", "nAME of F3")).body("items.id", contains(theirs));
    list("ann", Map.of("q", "name", "status", "ACTIVE", "owner", "me"))
        .body("items.id", contains(mine));
    list("ann", Map.of("q", "of")).body("items", empty());
    list("ann", Map.of("q", "name%")).body("items", empty());
    list("ann", Map.of("q", "name_of")).body("items", empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "name of"})
  void pagesCoverTheListOnceWhateverTheSize(String q) {
    // Given
    List<String> all = IntStream.range(0, 23).mapToObj(i -> chat.writes("f" + i, "Hi")).toList();

    // When
    List<String> walked = new ArrayList<>();
    List<String> seconds = new ArrayList<>();
    Map<String, String> filter = q.isEmpty() ? Map.of() : Map.of("q", q);
    String cursor = null;
    do {
      JsonPath page = page(filter, cursor, 5);
      assertThat(page.getList("items")).hasSizeLessThanOrEqualTo(5);
      walked.addAll(page.getList("items.id"));
      page.getList("items.lastActivityAt", String.class).stream()
          .forEach(at -> seconds.add(at.substring(0, "2026-03-02T09:15:27".length())));
      cursor = page.getString("nextCursor");
    } while (cursor != null);

    // Then: once each, and newest first as far as the list is ordered, to the second
    assertThat(walked).containsExactlyInAnyOrderElementsOf(all);
    assertThat(seconds).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void conversationsThatMoveWhilePagingAreNeverGivenTwice() {
    // Given
    List<String> all = IntStream.range(0, 20).mapToObj(i -> chat.writes("f" + i, "Hi")).toList();

    // When: after each page, one that was given and one that was not get a new message. Which those
    // are only the page tells: within a second the list goes by id and not by who wrote first.
    Set<String> given = new HashSet<>();
    Set<String> moved = new HashSet<>();
    String cursor = null;
    do {
      JsonPath page = page(Map.of(), cursor, 4);
      List<String> ids = page.getList("items.id");
      ids.forEach(id -> assertThat(given.add(id)).as("%s was given twice", id).isTrue());
      cursor = page.getString("nextCursor");
      Stream.concat(
              ids.stream().limit(1),
              all.stream().filter(id -> !given.contains(id) && moved.add(id)).limit(1))
          .forEach(id -> chat.writes("f" + all.indexOf(id), "Again"));
    } while (cursor != null);

    // Then: what is missing moved to the front, where the events of the socket bring it
    Set<String> missing = new HashSet<>(all);
    missing.removeAll(given);
    assertThat(moved).containsAll(missing);
  }

  @Test
  void aPageIsCappedAndSmallLimitsAreKept() {
    // Given
    IntStream.range(0, 3).forEach(i -> chat.writes("f" + i, "Hi"));

    // When, Then
    list("ann", Map.of("limit", "1")).body("items", hasSize(1));
    list("ann", Map.of("limit", "99999999999999999999999")).body("items", hasSize(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.5", "+1", "00", "1e3"})
  void aLimitThatIsNoPositiveNumberIsRefused(String limit) {
    // When
    var response = chat.as("ann").queryParam("limit", limit).get(chat.path() + "/conversations");

    // Then
    response.then().statusCode(400).body("code", equalTo("malformed-request"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status=active", "status=X", "owner=%20", "owner=%00", "q=%00", "q=%ED%A0%80"})
  void aFilterThatMeansNothingIsRefused(String query) {
    // When
    var response =
        chat.as("ann").urlEncodingEnabled(false).get(chat.path() + "/conversations?" + query);

    // Then
    response.then().statusCode(400).body("code", equalTo("malformed-request"));
  }

  @Test
  void aCursorOfAnotherListOrAChangedOneIsRefused() {
    // Given
    IntStream.range(0, 3).forEach(i -> chat.writes("f" + i, "Hi"));
    String cursor = page(Map.of(), null, 1).getString("nextCursor");
    String changed =
        cursor.substring(0, 12) + (cursor.charAt(12) == 'A' ? "B" : "A") + cursor.substring(13);

    // When, Then
    page(Map.of(), cursor, 1);
    for (String bad : List.of(changed, cursor + "A", "x", "%%%", "AAAA", "ä".repeat(50))) {
      refuseCursor(Map.of(), bad);
    }
    refuseCursor(Map.of("status", "UNANSWERED"), cursor);
    refuseCursor(Map.of("q", "name"), cursor);
    refuseCursor(Map.of("owner", "me"), cursor);
  }

  @Test
  void openedThreadsAreCountedAsQuiet() {
    // Given
    chat.arrives("f1", "Zoe");

    // When
    chat.as("ann").put(chat.path() + "/followers/f1/conversation").then().statusCode(200);

    // Then
    list("ann", Map.of("status", "QUIET"))
        .body("items.follower.name", contains("Zoe"))
        .body("items[0].lastMessage", equalTo(null))
        .body("counts.QUIET", equalTo(1));
  }

  @Test
  void anAgentOfAnotherChannelFindsNothing() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String conversation = chat.writes("f1", "Hi");

    // When, Then
    other.as("eve").get(chat.path() + "/conversations").then().statusCode(404);
    other.as("eve").get("/api/conversations/" + conversation).then().statusCode(404);
    chat.as("ann").get("/api/conversations/" + conversation).then().statusCode(200);
  }

  private void refuseCursor(Map<String, String> filter, String cursor) {
    chat.as("ann")
        .queryParams(filter)
        .queryParam("cursor", cursor)
        .get(chat.path() + "/conversations")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-cursor"));
  }

  private JsonPath page(Map<String, String> filter, String cursor, int limit) {
    RequestSpecification request = chat.as("ann").queryParams(filter).queryParam("limit", limit);
    if (cursor != null) {
      request.queryParam("cursor", cursor);
    }
    return request.get(chat.path() + "/conversations").then().statusCode(200).extract().jsonPath();
  }

  private io.restassured.response.ValidatableResponse list(
      String agent, Map<String, String> filter) {
    return chat.as(agent)
        .queryParams(filter)
        .get(chat.path() + "/conversations")
        .then()
        .statusCode(200);
  }
}
