package io.parley.contracts.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;

/**
 * The place in a trace as text (W3C Trace Context, level 1: {@code 00-TRACE-SPAN-FLAGS}). It is the
 * header {@link #HEADER} of HTTP requests and of Kafka records, and a field of a command, as a
 * batch carries messages of many traces. Only what is recorded has one.
 */
public final class TraceParent {
  public static final String HEADER = "traceparent";

  private static final TextMapGetter<String> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
          return List.of(HEADER);
        }

        @Override
        public String get(String traceparent, String key) {
          return HEADER.equals(key) ? traceparent : null;
        }
      };

  private TraceParent() {}

  /** Text that names the span; null when it is not recorded. */
  public static String of(Span span) {
    SpanContext context = span.getSpanContext();
    return context.isSampled()
        ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-01"
        : null;
  }

  /** What a span is made a child with; the root when the text is null or cannot be read. */
  public static Context read(String traceparent) {
    return traceparent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, GETTER);
  }

  /** The span that the text names; an invalid one when it names none. */
  public static SpanContext spanContext(String traceparent) {
    return Span.fromContext(read(traceparent)).getSpanContext();
  }
}
