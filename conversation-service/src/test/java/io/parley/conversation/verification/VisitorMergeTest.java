package io.parley.conversation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.verification.Website.Visitor;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors who log in at the partner's page, in the browser in which they visited. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class VisitorMergeTest {
  private static final int TABS = 8;

  @Inject Pool pool;

  private Chat chat;
  private Website site;

  @BeforeEach
  void aWebsite() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    site = Website.of(chat);
  }

  // ---- who has not talked before ---------------------------------------------------------------

  @Test
  void whoHasNotTalkedGoesOnInTheVisitorsConversation() {
    // Given
    Visitor visitor = site.newVisitor();
    String conversation = chat.writes(visitor.id(), "Do you ship to Norway?");

    // When
    Response merged = site.logsIn("wilma", visitor.token());

    // Then
    merged
        .then()
        .statusCode(200)
        .body("followerId", equalTo(visitor.id()))
        .body("name", equalTo("Wilma"))
        .body("visitor", equalTo("GOES_ON"));
    assertThat(chat.writes(visitor.id(), "It is me, Wilma")).isEqualTo(conversation);
    chat.as("ann")
        .get("/api/conversations/" + conversation)
        .then()
        .body("follower.id", equalTo(visitor.id()))
        .body("follower.name", equalTo("Wilma"));
    chat.as("ann")
        .get("/api/conversations/" + conversation + "/events")
        .then()
        .body("events.seq", contains(1, 2, 3))
        .body("events.sender.name", contains(nameOf(visitor), nameOf(visitor)));
  }

  @Test
  void everyLaterTokenIsOfTheSameFollower() {
    // Given
    Visitor visitor = site.newVisitorWhoWrites("Hello?");
    site.logsIn("wilma", visitor.token());

    // When
    Response elsewhere = site.logsIn("wilma", null);
    Response again = site.logsIn("wilma", visitor.token());

    // Then
    elsewhere
        .then()
        .body("followerId", equalTo(visitor.id()))
        .body("name", equalTo("Wilma"))
        .body("visitor", nullValue());
    again.then().body("followerId", equalTo(visitor.id())).body("visitor", equalTo("GOES_ON"));
  }

  @Test
  void whatTheChannelKnewOfThemIsTheVisitorsNow() {
    // Given
    String known = site.knownId("wilma");
    chat.arrives(known, "Wilma");
    chat.sql(
        "INSERT INTO engagement_record (id, channel_id, follower_id, kind, title, points, at)"
            + " VALUES ($1 || '-r', $1, $2, 'POINTS_EARNED', 'Shoes', 12, now())",
        chat.channel(),
        known);
    Visitor visitor = site.newVisitorWhoWrites("Hello?");

    // When
    site.logsIn("wilma", visitor.token());

    // Then: by either id
    for (String id : List.of(known, visitor.id())) {
      chat.as("ann")
          .get(chat.path() + "/followers/" + id + "/engagements")
          .then()
          .statusCode(200)
          .body("items.title", contains("Shoes"));
    }
    chat.as("ann")
        .get(chat.path() + "/followers")
        .then()
        .body("items.id", contains(visitor.id()))
        .body("items.name", contains("Wilma"));
  }

  // ---- who has talked before -------------------------------------------------------------------

  @Test
  void whoHasTalkedKeepsTheirConversationAndTheVisitorsIsLinked() {
    // Given
    String known = site.knownId("wilma");
    String own = chat.writes(known, "My parcel?");
    Visitor visitor = site.newVisitor();
    String visited = chat.writes(visitor.id(), "Do you ship to Norway?");

    // When
    Response merged = site.logsIn("wilma", visitor.token());

    // Then
    merged.then().body("followerId", equalTo(known)).body("visitor", equalTo("LINKED"));
    for (String id : List.of(known, visitor.id())) {
      chat.as("ann")
          .get(chat.path() + "/followers/" + id + "/conversations")
          .then()
          .statusCode(200)
          .body("items.conversationId", contains(visited, own))
          .body("items.followerId", contains(visitor.id(), known));
    }
  }

  @Test
  void aVisitorAfterAVisitorIsLinkedToTheFirst() {
    // Given
    Visitor first = site.newVisitorWhoWrites("On my telephone");
    site.logsIn("wilma", first.token());
    Visitor second = site.newVisitorWhoWrites("On my laptop");

    // When
    Response merged = site.logsIn("wilma", second.token());

    // Then
    merged.then().body("followerId", equalTo(first.id())).body("visitor", equalTo("LINKED"));
    chat.as("ann")
        .get(chat.path() + "/followers/" + site.knownId("wilma") + "/conversations")
        .then()
        .body("items.followerId", containsInAnyOrder(first.id(), second.id()));
  }

  @Test
  void aFollowerWhoNeverVisitedHasOneConversation() {
    // Given
    String own = chat.writes("f1", "Hello");

    // When
    Response threads = chat.as("ann").get(chat.path() + "/followers/f1/conversations");

    // Then
    threads.then().statusCode(200).body("items.conversationId", contains(own));
  }

  // ---- nobody gets what is not theirs ----------------------------------------------------------

  @Test
  void theVisitorsTokenIsNobodysAfterwards() {
    // Given
    Visitor visitor = site.newVisitorWhoWrites("Hello?");
    site.logsIn("wilma", visitor.token());

    // When
    Response visit = site.visit(visitor.token());
    Response someoneElse = site.logsIn("fred", visitor.token());

    // Then
    visit
        .then()
        .statusCode(401)
        .body("detail", equalTo("The visitor token is of somebody who is known by now."));
    someoneElse
        .then()
        .statusCode(200)
        .body("followerId", equalTo(site.knownId("fred")))
        .body("visitor", equalTo("REFUSED"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "made up",
        "the visitor's id",
        "an access token",
        "of another channel",
        "signed by the partner"
      })
  void withoutTheVisitorsOwnTokenNothingIsTaken(String kind) {
    // Given
    Visitor visitor = site.newVisitorWhoWrites("Do not tell anybody");
    String token =
        switch (kind) {
          case "made up" -> "a.b.c";
          case "the visitor's id" -> visitor.id();
          case "an access token" -> site.visit(visitor.token()).jsonPath().getString("token");
          case "of another channel" ->
              Website.of(Chat.inNewChannel(pool, ChatMode.TWO_WAY)).newVisitor().token();
          default -> site.partner().sign(Partner.claims(chat.channel(), visitor.id()));
        };

    // When
    Response response = site.logsIn("mallory", token);

    // Then
    response
        .then()
        .statusCode(200)
        .body("followerId", equalTo(site.knownId("mallory")))
        .body("visitor", equalTo("REFUSED"));
    assertThat(merges()).isEmpty();
    site.visit(visitor.token()).then().statusCode(200).body("followerId", equalTo(visitor.id()));
  }

  @Test
  void thePartnersWordAloneTakesNoVisitorsConversation() {
    // Given
    Visitor visitor = site.newVisitorWhoWrites("Do not tell anybody");
    JwtClaims claims = Partner.claims(chat.channel(), "mallory");
    claims.setStringClaim("visitor", visitor.id());
    claims.setStringClaim("visitorToken", visitor.token());

    // When
    Response response =
        io.parley.conversation.Api.anonymous()
            .contentType("application/json")
            .body(Map.of("channelId", chat.channel(), "identityToken", site.partner().sign(claims)))
            .post("/api/follower-tokens");

    // Then
    response.then().statusCode(200).body("followerId", equalTo(site.knownId("mallory")));
    assertThat(merges()).isEmpty();
  }

  @Test
  void aVisitorWhoHasSaidNothingStaysOne() {
    // Given
    Visitor visitor = site.newVisitor();

    // When
    Response response = site.logsIn("wilma", visitor.token());

    // Then
    response
        .then()
        .body("followerId", equalTo(site.knownId("wilma")))
        .body("visitor", equalTo("NOTHING"));
    assertThat(merges()).isEmpty();
    site.visit(visitor.token()).then().statusCode(200).body("followerId", equalTo(visitor.id()));
  }

  // ---- at the same moment ----------------------------------------------------------------------

  @Test
  void tabsOfOneBrowserComeToOneResult() throws Exception {
    // Given
    Visitor visitor = site.newVisitorWhoWrites("Hello?");

    // When
    List<JsonPath> answers =
        atOnce(
            IntStream.range(0, TABS)
                .<Callable<Response>>mapToObj(i -> () -> site.logsIn("wilma", visitor.token()))
                .toList());

    // Then
    assertThat(answers)
        .extracting(answer -> answer.getString("followerId") + " " + answer.getString("visitor"))
        .containsOnly(visitor.id() + " GOES_ON");
    assertThat(merges()).containsExactly(visitor.id() + " > " + site.knownId("wilma"));
    assertThat(audited()).containsExactly("GOES_ON");
  }

  @Test
  void twoPeopleAtOneBrowserDoNotBothGetIt() throws Exception {
    // Given
    Visitor visitor = site.newVisitorWhoWrites("Hello?");

    // When
    List<JsonPath> answers =
        atOnce(
            Stream.of("wilma", "fred", "wilma", "fred", "wilma", "fred")
                .<Callable<Response>>map(sub -> () -> site.logsIn(sub, visitor.token()))
                .toList());

    // Then: one of them is that visitor, in every tab, and the other never is
    List<String> ids = answers.stream().map(answer -> answer.getString("followerId")).toList();
    String who = ids.get(0).equals(visitor.id()) ? "fred" : "wilma";
    assertThat(ids).containsOnly(visitor.id(), site.knownId(who));
    assertThat(ids.stream().filter(visitor.id()::equals)).hasSize(3);
    assertThat(merges()).hasSize(1);
  }

  @Test
  void oneOfTwoVisitorsGoesOnAndTheOtherIsLinked() throws Exception {
    // Given
    Visitor first = site.newVisitorWhoWrites("On my telephone");
    Visitor second = site.newVisitorWhoWrites("On my laptop");

    // When
    List<JsonPath> answers =
        atOnce(
            List.of(
                () -> site.logsIn("wilma", first.token()),
                () -> site.logsIn("wilma", second.token())));

    // Then
    assertThat(answers)
        .extracting(answer -> answer.getString("visitor"))
        .containsExactlyInAnyOrder("GOES_ON", "LINKED");
    assertThat(answers.stream().map(answer -> answer.getString("followerId")).distinct())
        .hasSize(1)
        .allMatch(id -> id.equals(first.id()) || id.equals(second.id()));
  }

  // ---- pieces ----------------------------------------------------------------------------------

  private static String nameOf(Visitor visitor) {
    return "Name of " + visitor.id();
  }

  private List<String> merges() {
    return chat
        .sql("SELECT visitor_id, known_id FROM visitor_merge WHERE channel_id = $1", chat.channel())
        .stream()
        .map(row -> row.getString(0) + " > " + row.getString(1))
        .toList();
  }

  private List<String> audited() {
    return chat.asAdmin("boss")
        .get(chat.path() + "/audit")
        .jsonPath()
        .getList("items.findAll { it.action == 'VISITOR_MERGED' }.details.merge");
  }

  private static List<JsonPath> atOnce(List<Callable<Response>> calls)
      throws InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<JsonPath> answers = new java.util.ArrayList<>();
      for (Future<Response> call : executor.invokeAll(calls)) {
        Response response = call.get();
        assertThat(response.statusCode()).isEqualTo(200);
        answers.add(response.jsonPath());
      }
      return answers;
    }
  }
}
