package io.parley.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.contracts.command.LogExport;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Stands in for conversation-service, which a module's tests cannot start: its export, heads and
 * replays of logs that are kept here. End to end, the real one does.
 */
public final class LogServer {
  /** Where it listens; a system property is seen by all class loaders, and so are the logs. */
  private static final String PROPERTY = "io.parley.analytics.log-server";

  private static final int PAGE = 7;

  private LogServer() {}

  static synchronized String start() {
    String running = System.getProperty(PROPERTY);
    if (running != null) {
      return running;
    }
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/internal/log", exchange -> answer(exchange, page(after(exchange))));
      server.createContext("/internal/log/heads", exchange -> answer(exchange, heads()));
      server.createContext("/internal/replays", LogServer::replay);
      server.start();
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      System.setProperty(PROPERTY, url);
      return url;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a log, as JSON, because whoever serves it may have another class loader. */
  public static void keep(List<ConversationEvent> events) {
    synchronized (System.getProperties()) {
      for (ConversationEvent event : events) {
        String key = "%s:%08d".formatted(event.conversationId(), event.seq());
        try {
          System.setProperty(
              PROPERTY + "." + key,
              Json.tolerant().writerFor(ConversationEvent.class).writeValueAsString(event));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static NavigableMap<String, ConversationEvent> log() {
    NavigableMap<String, ConversationEvent> log = new TreeMap<>();
    synchronized (System.getProperties()) {
      for (String name : System.getProperties().stringPropertyNames()) {
        if (name.startsWith(PROPERTY + ".")) {
          try {
            log.put(
                name.substring(PROPERTY.length() + 1),
                Json.tolerant().readValue(System.getProperty(name), ConversationEvent.class));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    }
    return log;
  }

  private static String after(HttpExchange exchange) {
    for (String parameter : exchange.getRequestURI().getQuery().split("&", -1)) {
      if (parameter.startsWith("after=")) {
        return parameter.substring("after=".length());
      }
    }
    return "";
  }

  private static LogExport.Page page(String after) {
    List<Map.Entry<String, ConversationEvent>> rest =
        List.copyOf(log().tailMap(after, false).entrySet());
    List<Map.Entry<String, ConversationEvent>> page = rest.subList(0, Math.min(PAGE, rest.size()));
    return new LogExport.Page(
        page.stream().map(Map.Entry::getValue).toList(),
        page.size() < PAGE ? null : page.getLast().getKey());
  }

  private static LogExport.Heads heads() {
    Map<String, Long> last =
        log().values().stream()
            .collect(
                Collectors.toMap(
                    ConversationEvent::conversationId,
                    ConversationEvent::seq,
                    Math::max,
                    TreeMap::new));
    return new LogExport.Heads(
        last.entrySet().stream()
            .map(head -> new LogExport.Head(head.getKey(), head.getValue()))
            .toList(),
        null);
  }

  private static void replay(HttpExchange exchange) throws IOException {
    ReplayBatch batch = Json.tolerant().readValue(exchange.getRequestBody(), ReplayBatch.class);
    List<ReplayBatch.Page> pages = new ArrayList<>();
    for (ReplayBatch.Replay replay : batch.replays()) {
      List<ConversationEvent> events =
          log().values().stream()
              .filter(event -> event.conversationId().equals(replay.conversationId()))
              .filter(event -> event.seq() > replay.after())
              .toList();
      pages.add(
          new ReplayBatch.Page(
              "demo",
              "f",
              0,
              events.stream().map(Json.tolerant()::<JsonNode>valueToTree).toList(),
              null));
    }
    answer(exchange, new ReplayBatch.Results(pages));
  }

  private static void answer(HttpExchange exchange, Object body) throws IOException {
    byte[] json = Json.tolerant().writeValueAsBytes(body);
    exchange.sendResponseHeaders(200, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }
}
