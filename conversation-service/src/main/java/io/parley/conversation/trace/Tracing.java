package io.parley.conversation.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.parley.contracts.trace.TraceParent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Makes spans for what is in a trace. What is in none costs a look at a null; and while tracing is
 * off, nothing is in one.
 */
@ApplicationScoped
public class Tracing {
  private final Tracer tracer;

  Tracing(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.parley.conversation");
  }

  /** A child of the place in a trace; a span that records nothing when that is null. */
  public Span start(String name, SpanKind kind, String traceparent) {
    return traceparent == null
        ? Span.getInvalid()
        : tracer
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(TraceParent.read(traceparent))
            .startSpan();
  }

  /**
   * One span for many: it belongs to the trace of the first that is in one, and links to the
   * others.
   *
   * @param traceparents places in traces, with nulls
   */
  public Span startBatch(String name, SpanKind kind, List<String> traceparents) {
    Iterator<String> traced = traceparents.stream().filter(Objects::nonNull).iterator();
    if (!traced.hasNext()) {
      return Span.getInvalid();
    }
    SpanBuilder span =
        tracer
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(TraceParent.read(traced.next()))
            .setAttribute("db.operation.batch.size", traceparents.size());
    traced.forEachRemaining(other -> span.addLink(TraceParent.spanContext(other)));
    return span.startSpan();
  }

  /**
   * The place of the request that is being served, when it is in the same trace; else the place
   * itself. So what follows shows below the request, and not beside it.
   */
  public static String continued(String traceparent) {
    if (traceparent == null) {
      return null;
    }
    Span request = Span.current();
    boolean same =
        request
            .getSpanContext()
            .getTraceId()
            .equals(TraceParent.spanContext(traceparent).getTraceId());
    return same ? TraceParent.of(request) : traceparent;
  }
}
