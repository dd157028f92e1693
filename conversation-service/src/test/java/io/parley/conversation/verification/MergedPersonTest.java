package io.parley.conversation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.parley.contracts.command.FileErasure;
import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.KnownAttachments;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.verification.Website.Visitor;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wilma has talked under three ids: her own, and two visitors'. Whatever is asked of one is of all.
 */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class MergedPersonTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Pool pool;

  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
  private Chat chat;
  private Website site;
  private Visitor kept;
  private Visitor linked;
  private String known;

  @BeforeEach
  void wilmaTalksEverywhere() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    site = Website.of(chat);
    known = site.knownId(canary);
    kept = site.newVisitorWhoWrites("On my telephone " + canary);
    site.logsIn(canary, kept.token()).then().body("visitor", equalTo("GOES_ON"));
    linked = site.newVisitorWhoWrites("On my laptop " + canary);
    site.logsIn(canary, linked.token()).then().body("visitor", equalTo("LINKED"));
    // In a tab whose token is older than the merge.
    chat.writes(known, "In an old tab " + canary);
    chat.writes("f2", "Somebody else");
  }

  private String start(String who, String what) {
    return chat.asAdmin("boss")
        .post(chat.path() + "/followers/" + who + "/" + what)
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private void awaitDone(String job) {
    assertThat(
            Await.until(
                PATIENCE,
                () ->
                    "DONE"
                        .equals(
                            chat.asAdmin("boss")
                                .get(chat.path() + job)
                                .jsonPath()
                                .getString("state"))))
        .isTrue();
  }

  private String everything() {
    StringBuilder all = new StringBuilder();
    for (Row table : chat.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      chat.sql("SELECT t::text AS row FROM \"" + table.getString(0) + "\" t")
          .forEach(row -> all.append(row.getString(0)).append('\n'));
    }
    return all.toString();
  }

  @Test
  void anErasureOfOneIsOfAllAndWhoComesBackIsSomebodyNew() {
    // Given
    List<String> conversations =
        chat.as("ann")
            .get(chat.path() + "/followers/" + linked.id() + "/conversations")
            .jsonPath()
            .getList("items.conversationId");
    assertThat(conversations).hasSize(3);
    assertThat(everything()).contains(canary, kept.id(), linked.id());

    // When
    awaitDone("/erasures/" + start(linked.id(), "erasure"));

    // Then
    assertThat(everything()).doesNotContain(canary, kept.id(), linked.id());
    assertThat(KnownAttachments.erasures())
        .extracting(FileErasure::conversationId)
        .containsAll(conversations);
    for (String conversation : conversations) {
      chat.as("ann")
          .get("/api/conversations/" + conversation)
          .then()
          .body("status", equalTo("ERASED"))
          .body("follower.name", equalTo(""));
    }
    site.logsIn(canary, null).then().body("followerId", equalTo(known));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "linked"})
  void anExportOfOneIsOfAll(String which) {
    // Given
    String job = start(which.equals("kept") ? kept.id() : linked.id(), "export");

    // When
    awaitDone("/exports/" + job);

    // Then
    String file =
        chat.asAdmin("boss")
            .accept(ContentType.ANY)
            .get(chat.path() + "/exports/" + job + "/content")
            .asString();
    assertThat(file)
        .contains(
            "On my telephone " + canary,
            "On my laptop " + canary,
            "In an old tab " + canary,
            "photo of " + known + ".jpg",
            "photo of " + kept.id() + ".jpg",
            "photo of " + linked.id() + ".jpg")
        .doesNotContain("Somebody else");
    assertThat(file.lines().filter(line -> line.contains("On my laptop"))).hasSize(1);
    assertThat(file.lines().toList().getLast()).contains("\"end\"");
  }
}
