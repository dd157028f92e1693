package io.parley.attachment;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.contracts.command.MessageLookupBatch;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The two questions that conversation-service answers, over HTTP, for it cannot run here: one
 * conversation of follower-1, and the messages that a test has stored. All system tests ask the
 * real one.
 */
public final class KnownConversations {
  public static final String ID = "0199f0a2-6d1e-7c3a-9b1f-2f64c0de0001";
  private static final Map<String, MessageLookupBatch.Result> MESSAGES = new ConcurrentHashMap<>();

  private KnownConversations() {}

  static String start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/internal/replays", exchange -> answer(exchange, KnownConversations::replays));
      server.createContext(
          "/internal/message-lookups", exchange -> answer(exchange, KnownConversations::lookups));
      server.start();
      return "http://127.0.0.1:" + server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on the log has this message. */
  public static void stored(String clientMessageId, long seq, List<String> attachmentIds) {
    MESSAGES.put(clientMessageId, new MessageLookupBatch.Result(seq, attachmentIds));
  }

  private static Object replays(JsonNode question) {
    List<ReplayBatch.Page> pages = new ArrayList<>();
    for (JsonNode replay : question.get("replays")) {
      boolean known =
          replay.get("conversationId").asText().equals(ID)
              && replay
                  .get("actor")
                  .get("channels")
                  .valueStream()
                  .anyMatch(channel -> channel.asText().equals("demo"));
      pages.add(
          known
              ? new ReplayBatch.Page("demo", "follower-1", 0, List.of(), null)
              : new ReplayBatch.Page(
                  null,
                  null,
                  0,
                  List.of(),
                  Problem.of(ProblemCode.NOT_FOUND, "There is no such conversation")));
    }
    return new ReplayBatch.Results(pages);
  }

  private static Object lookups(JsonNode question) {
    List<MessageLookupBatch.Result> results = new ArrayList<>();
    for (JsonNode lookup : question.get("lookups")) {
      results.add(
          MESSAGES.getOrDefault(
              lookup.get("clientMessageId").asText(), new MessageLookupBatch.Result(null, null)));
    }
    return new MessageLookupBatch.Results(results);
  }

  private static void answer(HttpExchange exchange, Function<JsonNode, Object> answer)
      throws IOException {
    try (exchange) {
      JsonNode question = Json.tolerant().readTree(exchange.getRequestBody());
      byte[] body = Json.tolerant().writeValueAsBytes(answer.apply(question));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
