package io.parley.bench.scenario;

import io.parley.bench.postgres.CommitRate;
import io.parley.bench.postgres.ConversationLoader;
import io.parley.bench.report.Budgets;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pages of the chat list and of a history, through the edge, among 10,000 conversations and then
 * among many more in the same channel.
 */
public final class ListScenario {
  private static final int SMALL = 10_000;
  private static final int CALLS = 300;
  private static final String CHANNEL = "demo";

  private ListScenario() {}

  public static void run(Bench bench, int large) throws SQLException {
    CommitRate database =
        new CommitRate(bench.stack().jdbcUrl("parley_conversation"), "parley", "parley");
    try (Connection connection = database.connect()) {
      ConversationLoader loader = new ConversationLoader(connection, CHANNEL);
      bench.report().progress("loading %,d conversations".formatted(SMALL));
      loader.fillUpTo(SMALL);
      Map<String, Double> small = measure(bench, loader, SMALL);
      bench.report().progress("loading %,d conversations".formatted(large));
      loader.fillUpTo(large);
      Map<String, Double> many = measure(bench, loader, large);
      String section = "REST pages, %,d conversations against %,d".formatted(large, SMALL);
      small.forEach(
          (page, median) -> {
            bench.report().add(section, page + ", median among " + SMALL, median, "ms");
            bench.report().add(section, page + ", median among " + large, many.get(page), "ms");
            bench
                .report()
                .add(section, page + ", ratio", many.get(page) / median, "×", Budgets.LIST_RATIO);
          });
    }
  }

  private static Map<String, Double> measure(Bench bench, ConversationLoader loader, int present)
      throws SQLException {
    String list = "/api/channels/" + CHANNEL + "/conversations";
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("chat list", list + "?limit=50");
    pages.put("chat list, one status", list + "?status=UNANSWERED&limit=50");
    pages.put("chat list, a later page", list + "?limit=50&cursor=");
    pages.put("history", "/api/conversations/%s/events?limit=50");
    Map<String, Double> medians = new LinkedHashMap<>();
    String token = bench.stack().tokens("agent-1").getFirst();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Map.Entry<String, String> page : pages.entrySet()) {
        String path = page.getValue();
        if (path.endsWith("cursor=")) {
          String cursor = cursor(get(client, bench, token, list + "?limit=200"));
          path = path + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        }
        double[] millis = new double[CALLS];
        // The first third warms caches and compilers.
        for (int i = -CALLS / 3; i < CALLS; i++) {
          // Conversations far apart, so that the history's pages are not the same few blocks.
          long number = 1 + (i + CALLS) * 7919L % present;
          String call = path.contains("%s") ? path.formatted(loader.id(number)) : path;
          long start = System.nanoTime();
          get(client, bench, token, call);
          if (i >= 0) {
            millis[i] = (System.nanoTime() - start) / 1e6;
          }
        }
        Arrays.sort(millis);
        medians.put(page.getKey(), millis[CALLS / 2]);
      }
    }
    return medians;
  }

  private static String cursor(String body) {
    int start = body.indexOf("\"nextCursor\":\"");
    if (start < 0) {
      throw new IllegalStateException("A page of the chat list has no nextCursor");
    }
    start += "\"nextCursor\":\"".length();
    return body.substring(start, body.indexOf('"', start));
  }

  private static String get(HttpClient client, Bench bench, String token, String path) {
    try {
      URI uri = bench.stack().edge().resolve(path);
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "GET " + path + " gave " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException("GET " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
