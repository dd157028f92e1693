package io.parley.localstack.kafka;

import io.parley.contracts.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Every topic of the local broker: those of the contracts, and a dead-letter topic per consumer.
 */
public final class LocalTopics {
  /** Records that a consumer could not read wait there for a person. */
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  /** What is deleted leaves the disk with its segment: after this, whatever else is written. */
  private static final Duration SEGMENT = Duration.ofHours(1);

  /** The largest record of any topic has to fit together with the reason that is added to it. */
  private static final String MAX_DEAD_LETTER_BYTES = "2097152";

  /** One broker does not share its work out, and each fetch looks at all partitions it asks for. */
  private static final int MOST_PARTITIONS = 2;

  private static final List<String> CONSUMERS =
      List.of(
          "conversation-service", "messaging-gateway", "attachment-service", "analytics-service");

  private LocalTopics() {}

  /** Where {@code consumer} (a service's name) puts what it cannot read. */
  public static String deadLetter(String consumer) {
    return consumer + "-dead-letter";
  }

  static List<NewTopic> all() {
    Stream<NewTopic> events =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    topic(
                        topic.topicName(),
                        Math.min(topic.partitions(), MOST_PARTITIONS),
                        topic.retention()));
    Stream<NewTopic> deadLetters =
        CONSUMERS.stream()
            .map(
                name -> {
                  NewTopic topic = topic(deadLetter(name), 1, DEAD_LETTER_RETENTION);
                  Map<String, String> configs = new HashMap<>(topic.configs());
                  configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MAX_DEAD_LETTER_BYTES);
                  return topic.configs(configs);
                });
    return Stream.concat(events, deadLetters).toList();
  }

  private static NewTopic topic(String name, int partitions, Duration retention) {
    return new NewTopic(name, partitions, (short) 1)
        .configs(
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(SEGMENT.toMillis())));
  }
}
