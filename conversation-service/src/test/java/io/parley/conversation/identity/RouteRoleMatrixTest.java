package io.parley.conversation.identity;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.conversation.Api;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.OpenApiContract;
import io.parley.conversation.OpenApiContract.Operation;
import io.parley.conversation.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route of the OpenAPI document with every kind of caller. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class RouteRoleMatrixTest {
  private static final Set<String> AGENTS = Set.of("agent", "agent+chat-admin");
  private static final Set<String> ADMINS = Set.of("chat-admin", "agent+chat-admin");

  /** Open to everybody: what these routes give depends on what the body brings. */
  private static final Set<String> EVERYBODY =
      Set.of(
          "anonymous",
          "agent",
          "agent+chat-admin",
          "chat-admin",
          "analyst",
          "none",
          "follower",
          "service");

  /** Who gets past the door, by operation. A new operation needs a decision here. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          entry("listConversations", AGENTS),
          entry("getConversation", AGENTS),
          entry("listEvents", AGENTS),
          entry("sendMessage", AGENTS),
          entry("sendEngagement", AGENTS),
          entry("finishConversation", AGENTS),
          entry("getChannelChat", AGENTS),
          entry("setChannelChat", ADMINS),
          entry("findFollowers", AGENTS),
          entry("openConversation", AGENTS),
          entry("listFollowerConversations", AGENTS),
          entry("listEngagementHistory", AGENTS),
          entry("listAvailableEngagements", AGENTS),
          entry("addNote", AGENTS),
          entry("transferConversation", AGENTS),
          entry("deleteMessage", AGENTS),
          entry("listCycles", AGENTS),
          entry("listAgents", AGENTS),
          entry("getChannel", AGENTS),
          entry("describeChannel", ADMINS),
          entry("listAudit", ADMINS),
          entry("listCannedReplies", AGENTS),
          entry("addCannedReply", ADMINS),
          entry("changeCannedReply", ADMINS),
          entry("deleteCannedReply", ADMINS),
          entry("eraseFollower", ADMINS),
          entry("getErasure", ADMINS),
          entry("exportFollower", ADMINS),
          entry("getExport", ADMINS),
          entry("getExportContent", ADMINS),
          entry("getRetention", AGENTS),
          entry("setRetention", ADMINS),
          entry("listCatalogue", AGENTS),
          entry("loadCatalogue", ADMINS),
          entry("putEngagement", ADMINS),
          entry("deleteEngagement", ADMINS),
          entry("listIdentityKeys", ADMINS),
          entry("addIdentityKey", ADMINS),
          entry("retireIdentityKey", ADMINS),
          entry("getVisitors", ADMINS),
          entry("setVisitors", ADMINS),
          entry("identifyFollower", EVERYBODY),
          entry("admitVisitor", EVERYBODY),
          entry("getFollowerTokenKeys", EVERYBODY));

  private static final List<String> CALLERS =
      List.of(
          "anonymous",
          "agent",
          "agent+chat-admin",
          "chat-admin",
          "analyst",
          "none",
          "follower",
          "service");

  @Test
  void everyRouteIsDecidedAndDoesAsDecided() {
    // Given
    List<Operation> operations = OpenApiContract.operations();
    assertThat(operations)
        .extracting(Operation::id)
        .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());

    // When
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    for (Operation operation : operations) {
      for (String caller : CALLERS) {
        int status = call(operation, caller).statusCode();
        cells++;
        if (!isRight(operation, caller, status)) {
          wrong.add(operation.id() + " as " + caller + " answered " + status);
        }
      }
    }

    // Then
    System.out.printf("Route and role: %d cells checked%n", cells);
    assertThat(wrong).isEmpty();
    assertThat(cells).isEqualTo(ALLOWED.size() * CALLERS.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/channels/demo/chat;x=y",
        "/api;x/channels;y=z/demo/chat",
        "//api/channels/demo/chat",
        "/api//channels//demo//chat",
        "/%61pi/channels/demo/chat",
        "/api/channels/demo/%63hat",
        "/api/./channels/demo/chat",
        "/api/channels/other/../demo/chat",
        "/api/channels/other/%2e%2e/demo/chat",
        "/q/health/../../api/channels/demo/chat",
        "/q/health/%2e%2e/%2e%2e/api/channels/demo/chat",
        "/q/health/..;/..;/api/channels/demo/chat",
        "/q/openapi/../../api/channels/demo/chat",
        "/q/health;/../../api/channels/demo/chat",
        "/api/channels/demo/chat/",
        "/API/channels/demo/chat",
        "/internal/sends",
        "//internal/sends",
        "/internal;x/sends",
        "/%69nternal/sends",
        "/q/health/../../internal/sends",
        "/q/dev",
        "/nothing"
      })
  void noSpellingOfAPathOpensIt(String path) {
    for (RequestSpecification caller :
        List.of(Api.anonymous(), Api.as("follower-1"), Api.as("agent-3"))) {
      // When
      Response response = caller.urlEncodingEnabled(false).get(path);

      // Then: never a success, and no body of the route
      assertThat(response.statusCode()).as(path).isIn(401, 403, 404, 405);
      assertThat(response.body().asString()).doesNotContain("revision");
    }
  }

  private static boolean isRight(Operation operation, String caller, int status) {
    Set<String> allowed = ALLOWED.get(operation.id());
    if (allowed.equals(EVERYBODY)) {
      // What is asked for with an empty body is malformed; the keys are there for everybody.
      return status == (operation.id().equals("getFollowerTokenKeys") ? 200 : 400);
    }
    if (caller.equals("anonymous")) {
      return status == 401;
    }
    // Who gets past the door finds nothing behind it: the ids are made up.
    return allowed.contains(caller) ? status == 404 : status == 403;
  }

  private static Response call(Operation operation, String caller) {
    RequestSpecification request = caller.equals("anonymous") ? Api.anonymous() : as(caller);
    if (operation.node().has("requestBody")) {
      request.contentType("application/json").body(body(operation.id()));
    }
    if (operation.id().equals("getExportContent")) {
      request.accept("*/*");
    }
    String path = operation.path().replaceAll("\\{[^}]+}", "made-up");
    return request.request(operation.method().toUpperCase(Locale.ROOT), path);
  }

  private static String body(String operation) {
    return operation.equals("setChannelChat") ? "{\"mode\":\"ONE_WAY\"}" : "{}";
  }

  private static RequestSpecification as(String caller) {
    return switch (caller) {
      case "follower" -> Api.as("follower-1");
      case "service" -> Api.as("messaging-gateway");
      case "none" -> Api.withToken(Tokens.agent("a", "demo"));
      default -> Api.withToken(Tokens.agent("a", "demo", caller.split("\\+")));
    };
  }
}
