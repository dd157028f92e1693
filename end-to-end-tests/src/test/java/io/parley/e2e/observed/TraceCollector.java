package io.parley.e2e.observed;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes traces by OTLP over HTTP, as a collector does, and keeps them in memory. */
public final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  public static TraceCollector start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TraceCollector collector = new TraceCollector(server);
    server.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes())
                .getResourceSpansList()
                .forEach(
                    resource ->
                        resource
                            .getScopeSpansList()
                            .forEach(scope -> collector.spans.addAll(scope.getSpansList())));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
    return collector;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The span of that name with that attribute; null while there is none. */
  public Span find(String name, String attribute, String value) {
    return spans.stream()
        .filter(span -> span.getName().equals(name))
        .filter(
            span ->
                span.getAttributesList().stream()
                    .anyMatch(
                        a ->
                            a.getKey().equals(attribute)
                                && a.getValue().getStringValue().equals(value)))
        .findFirst()
        .orElse(null);
  }

  /** All spans of a span's trace that have come so far. */
  public List<Span> trace(Span of) {
    return spans.stream().filter(span -> span.getTraceId().equals(of.getTraceId())).toList();
  }

  /** A span, its parent, the parent's parent, and so on up to the first one that is not here. */
  public List<Span> wayTo(Span last) {
    List<Span> way = new ArrayList<>();
    for (Span span = last; span != null; ) {
      way.add(span);
      ByteString parent = span.getParentSpanId();
      span =
          trace(last).stream()
              .filter(each -> each.getSpanId().equals(parent))
              .findFirst()
              .orElse(null);
    }
    return way;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
