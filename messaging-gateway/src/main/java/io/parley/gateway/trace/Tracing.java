package io.parley.gateway.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.parley.contracts.command.SendCommand;
import io.parley.contracts.trace.TraceParent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes spans. While tracing is off it makes none, and looks at no header. */
@ApplicationScoped
public class Tracing {
  private final Tracer tracer;
  private final boolean on;

  Tracing(
      OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
    this.tracer = telemetry.getTracer("io.parley.gateway");
    this.on = !off;
  }

  /** A client's frame, the beginning of its trace. */
  public Span frame(String type) {
    return on
        ? tracer
            .spanBuilder("frame " + type)
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("network.protocol.name", "websocket")
            .setAttribute("parley.frame.type", type)
            .startSpan()
        : Span.getInvalid();
  }

  /**
   * The call that stores a batch. It belongs to the trace of the first message that is in one, and
   * links to those of the others.
   */
  public Span call(String path, List<SendCommand> commands) {
    if (!on) {
      return Span.getInvalid();
    }
    Iterator<String> traced =
        commands.stream().map(SendCommand::traceparent).filter(Objects::nonNull).iterator();
    if (!traced.hasNext()) {
      return Span.getInvalid();
    }
    SpanBuilder span =
        tracer
            .spanBuilder("POST " + path)
            .setParent(TraceParent.read(traced.next()))
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("http.request.method", "POST")
            .setAttribute("url.path", path)
            .setAttribute("parley.batch.size", commands.size());
    traced.forEachRemaining(other -> span.addLink(TraceParent.spanContext(other)));
    return span.startSpan();
  }

  /** Whether anything is traced; to be asked before looking at what arrives. */
  public boolean isOn() {
    return on;
  }

  /** What was sent to this gateway by somebody who is in a trace. */
  public SpanBuilder received(String name, String traceparent) {
    return tracer
        .spanBuilder(name)
        .setParent(TraceParent.read(traceparent))
        .setSpanKind(SpanKind.CONSUMER);
  }
}
