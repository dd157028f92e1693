package io.parley.e2e.invariant;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything on the topics of the conversation log, from their beginning. */
public record Published(List<PublishedEvent> events) {
  private static final List<String> TOPICS =
      List.of(
          "conversation-opened",
          "message-sent",
          "conversation-taken",
          "conversation-finished",
          "message-deleted",
          "note-added",
          "conversation-transferred",
          "conversation-erased");
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Published read(Stack stack) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stack.bootstrapServers(),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000);
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          TOPICS.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<PublishedEvent> events = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofSeconds(1)).forEach(each -> events.add(event(each)));
      }
      return new Published(events);
    }
  }

  private static PublishedEvent event(ConsumerRecord<String, byte[]> each) {
    try {
      return new PublishedEvent(
          each.topic(),
          each.partition(),
          each.offset(),
          each.key(),
          Stream.ofNullable(each.headers().lastHeader("ce_id"))
              .map(Header::value)
              .map(value -> new String(value, StandardCharsets.UTF_8))
              .findFirst()
              .orElse(""),
          JSON.readTree(each.value()));
    } catch (IOException e) {
      throw new UncheckedIOException("No JSON at " + each.topic() + " " + each.offset(), e);
    }
  }
}
