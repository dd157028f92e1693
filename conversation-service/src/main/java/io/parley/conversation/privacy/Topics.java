package io.parley.conversation.privacy;

import io.parley.contracts.topic.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Empties Kafka's topics. They are transport: what they carry is in PostgreSQL, and whoever misses
 * a record there fetches it from the log. Dead-letter topics are emptied too, as nobody can say of
 * a record that cannot be read what is in it.
 */
@ApplicationScoped
class Topics {
  private static final String DEAD_LETTERS = "-dead-letter";

  /** Consumer groups are named after their service; the gateway and analytics have none. */
  private static final Set<String> OWN_GROUPS =
      Set.of("conversation-service", "attachment-service");

  private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(15).toMillis();

  private final Map<String, Object> settings;
  private Admin admin;

  Topics(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.CLIENT_ID_CONFIG,
            "conversation-service-privacy",
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            PATIENCE_MILLIS / 3,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            PATIENCE_MILLIS);
  }

  /** Where the topics end now, as {@code {"topic-partition": offset}}. */
  Uni<JsonObject> ends() {
    return onWorker(
        () -> {
          Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest(), partitions());
          JsonObject json = new JsonObject();
          new TreeMap<>(
                  ends.entrySet().stream()
                      .collect(Collectors.toMap(e -> e.getKey().toString(), Map.Entry::getValue)))
              .forEach(json::put);
          return json;
        });
  }

  /**
   * Deletes all records before these ends, unless a consumer group has still to read some of them.
   *
   * @return which group that is; empty when the records are gone
   */
  Uni<Optional<String>> empty(JsonObject ends) {
    return onWorker(
        () -> {
          Map<TopicPartition, Long> until = new HashMap<>();
          ends.forEach(
              end -> until.put(partition(end.getKey()), ((Number) end.getValue()).longValue()));
          until.keySet().retainAll(partitions());
          Optional<String> behind = groupBehind(until);
          if (behind.isEmpty()) {
            admin()
                .deleteRecords(
                    until.entrySet().stream()
                        .collect(
                            Collectors.toMap(
                                Map.Entry::getKey,
                                end -> RecordsToDelete.beforeOffset(end.getValue()))))
                .all()
                .get();
          }
          return behind;
        });
  }

  /**
   * A group that has committed offsets in a partition and is not as far as its end. Groups of the
   * suite count whether or not they are there now; others count while they have members, as one
   * that never comes back must not hold up erasures.
   */
  private Optional<String> groupBehind(Map<TopicPartition, Long> until)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> starts = offsets(OffsetSpec.earliest(), until.keySet());
    List<String> groups =
        admin().listGroups().all().get().stream()
            .filter(Topics::counts)
            .map(GroupListing::groupId)
            .sorted()
            .toList();
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
        admin()
            .listConsumerGroupOffsets(
                groups.stream()
                    .collect(
                        Collectors.toMap(
                            group -> group, group -> new ListConsumerGroupOffsetsSpec())))
            .all()
            .get();
    return groups.stream()
        .filter(
            group ->
                committed.get(group).entrySet().stream()
                    .anyMatch(
                        one ->
                            one.getValue() != null
                                && until.containsKey(one.getKey())
                                && one.getValue().offset() < until.get(one.getKey())
                                && starts.get(one.getKey()) < until.get(one.getKey())))
        .findFirst();
  }

  private static boolean counts(GroupListing group) {
    return OWN_GROUPS.contains(group.groupId())
        || group
            .groupState()
            .filter(state -> state != GroupState.EMPTY && state != GroupState.DEAD)
            .isPresent();
  }

  private Map<TopicPartition, Long> offsets(
      OffsetSpec spec, java.util.Collection<TopicPartition> partitions)
      throws InterruptedException, ExecutionException {
    return admin()
        .listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> spec)))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
  }

  private List<TopicPartition> partitions() throws InterruptedException, ExecutionException {
    List<String> names =
        admin().listTopics().names().get().stream()
            .filter(name -> Topic.byName(name).isPresent() || name.endsWith(DEAD_LETTERS))
            .toList();
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : admin().describeTopics(names).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(one -> partitions.add(new TopicPartition(topic.name(), one.partition())));
    }
    return partitions;
  }

  private static TopicPartition partition(String text) {
    int dash = text.lastIndexOf('-');
    return new TopicPartition(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
  }

  /** The client's answers are waited for, off the event loop. */
  private static <T> Uni<T> onWorker(java.util.concurrent.Callable<T> work) {
    return Uni.createFrom()
        .item(
            () -> {
              try {
                return work.call();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
              } catch (Exception e) {
                throw new IllegalStateException("Kafka: " + e, e);
              }
            })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(settings);
    }
    return admin;
  }

  synchronized void stop(@Observes ShutdownEvent shutdown) {
    if (admin != null) {
      admin.close(Duration.ofSeconds(2));
    }
  }
}
