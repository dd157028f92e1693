package io.parley.localstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.event.EngagementRecorded;
import io.parley.contracts.event.EngagementRecorded.Kind;
import io.parley.contracts.json.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What the demo's loyalty platform makes up. */
class LoyaltyPlatformTest {
  private static final Instant AT = Instant.parse("2026-03-02T09:15:27Z");

  @Test
  void everyKindHappensToTheFirstFollowersOfTheDemo() {
    // Given
    LoyaltyPlatform platform = new LoyaltyPlatform(new Random(1));

    // When
    var made = Stream.generate(() -> platform.next(AT)).limit(300).toList();

    // Then
    assertThat(made).extracting(EngagementRecorded::kind).contains(Kind.values());
    assertThat(made)
        .extracting(EngagementRecorded::followerId)
        .allMatch(id -> id.matches("follower-([1-9]|1[0-2])"));
    assertThat(made).extracting(EngagementRecorded::id).doesNotHaveDuplicates();
    assertThat(made)
        .allMatch(each -> (each.kind() == Kind.POINTS_EARNED) == (each.points() != null));
  }

  @Test
  void aRecordIsACloudEventOfItsTopic() throws Exception {
    // Given
    EngagementRecorded made = new LoyaltyPlatform(new Random(1)).next(AT);

    // When
    ProducerRecord<String, byte[]> record = LoyaltyPlatform.toRecord(made);

    // Then
    Set<String> headers = new HashSet<>();
    record.headers().forEach(header -> headers.add(header.key()));
    assertThat(record.topic()).isEqualTo("engagement-recorded");
    assertThat(headers).contains("ce_id", "ce_type", "ce_source", "ce_subject", "content-type");
    JsonNode body = Json.tolerant().readTree(record.value());
    assertThat(body.path("channelId").asText()).isEqualTo("demo");
    assertThat(body.path("at").asText()).isEqualTo("2026-03-02T09:15:27Z");
  }
}
