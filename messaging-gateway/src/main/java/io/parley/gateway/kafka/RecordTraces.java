package io.parley.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.Span;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.trace.TraceParent;
import io.parley.gateway.trace.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;

/** The last part of a message's trace: from its record to the sockets of the other side. */
@ApplicationScoped
class RecordTraces {
  private final Tracing tracing;

  RecordTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  /** The delivery of those records of a poll that are in a trace; to be ended after it. */
  List<Span> begin(ConsumerRecords<byte[], byte[]> polled) {
    if (!tracing.isOn()) {
      return List.of();
    }
    List<Span> spans = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      String traceparent = header(record, TraceParent.HEADER);
      if (traceparent != null) {
        spans.add(
            tracing
                .received("deliver " + record.topic(), traceparent)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute(
                    "messaging.message.id", String.valueOf(header(record, CloudEventHeader.ID)))
                .startSpan());
      }
    }
    return spans;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }
}
