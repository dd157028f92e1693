package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.observed.Expressions;
import io.parley.e2e.observed.TraceCollector;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A suite with traces on: what can be seen of it from outside. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ObservabilityIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static TraceCollector collector;
  private static Stack stack;

  @BeforeAll
  static void start() throws IOException {
    collector = TraceCollector.start();
    stack =
        Stack.startWith(
            Map.of(
                "OTEL_SDK_DISABLED", "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    collector.close();
  }

  @Test
  void aMessageIsOneTraceFromTheFollowersFrameToTheAgents() {
    // Given
    try (ChatClient agent = ChatClient.agent(stack, stack.person("agent-1"));
        ChatClient follower = ChatClient.follower(stack, stack.newFollower())) {

      // When
      String id = follower.say("Where is my parcel?").join().get("conversationId").asText();
      agent.awaitSeq(id, 2);

      // Then
      Await.until(
          "the trace of " + id + " is whole",
          PATIENCE,
          () -> collector.find("deliver message-sent", "messaging.message.id", id + ":2") != null);
      Span delivery = collector.find("deliver message-sent", "messaging.message.id", id + ":2");
      List<String> way =
          List.of(
              "deliver message-sent",
              "send message-sent",
              "POST /internal/sends",
              "POST /internal/sends",
              "frame send");
      Await.until("its spans are there", PATIENCE, () -> collector.wayTo(delivery).size() == 5);
      assertThat(collector.wayTo(delivery).stream().map(Span::getName).toList()).isEqualTo(way);
      assertThat(collector.wayTo(delivery).stream().map(Span::getKind).toList())
          .isEqualTo(
              List.of(
                  Span.SpanKind.SPAN_KIND_CONSUMER,
                  Span.SpanKind.SPAN_KIND_PRODUCER,
                  Span.SpanKind.SPAN_KIND_SERVER,
                  Span.SpanKind.SPAN_KIND_CLIENT,
                  Span.SpanKind.SPAN_KIND_SERVER));
      Await.until(
          "the transaction is in it",
          PATIENCE,
          () ->
              collector.trace(delivery).stream()
                  .anyMatch(span -> span.getName().equals("append to the log")));
    }
  }

  @Test
  void everyExpressionIsOfMetricsThatAServiceExposes() {
    // Given somebody who writes, and somebody who asks
    try (ChatClient follower = ChatClient.follower(stack, stack.newFollower())) {
      follower.say("Hello?").join();
      Api.as(stack, stack.person("agent-1")).get("/api/channels/demo/conversations");

      // Then
      Set<String> named = Expressions.metrics();
      assertThat(named).hasSizeGreaterThan(20);
      try {
        Await.until("everything is measured", PATIENCE, () -> missing(named).isEmpty());
      } catch (AssertionError e) {
        throw new AssertionError("Measured by nobody: " + missing(named), e);
      }
    }
  }

  private static Set<String> missing(Set<String> named) {
    Set<String> left = new TreeSet<>(named);
    for (int port = stack.port() + 1; port <= stack.port() + 4; port++) {
      metrics(port)
          .lines()
          .flatMap(line -> SAMPLE.matcher(line).results())
          .forEach(sample -> left.remove(sample.group(1)));
    }
    return left;
  }

  private static String metrics(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
