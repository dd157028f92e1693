package io.parley.attachment.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.contracts.event.AttachmentStored;
import io.parley.contracts.json.Json;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.topic.Topic;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Brings {@code attachment-stored} to Kafka, at least once. Each file's row remembers whether Kafka
 * has confirmed it, so that a crash in between announces it once more and never not at all.
 */
@ApplicationScoped
public class Announcements {
  private static final Logger LOG = Logger.getLogger(Announcements.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int AT_ONCE = 16;

  private final Attachments attachments;
  private final MutinyEmitter<byte[]> topic;
  private final AtomicBoolean running = new AtomicBoolean();

  Announcements(
      Attachments attachments, @Channel("attachment-stored") MutinyEmitter<byte[]> topic) {
    this.attachments = attachments;
    this.topic = topic;
  }

  /** A file was stored: looks at once instead of at the next round. */
  public void ring() {
    round().subscribe().with(done -> {});
  }

  /** What a ring has missed, while a round ran or Kafka was away. */
  @Scheduled(
      every = "{parley.attachment.announce.every}",
      delayed = "5s",
      identity = "announcements")
  Uni<Void> round() {
    if (!running.compareAndSet(false, true)) {
      return Uni.createFrom().voidItem();
    }
    return attachments
        .notAnnounced()
        .flatMap(this::announce)
        .onFailure()
        .recoverWithUni(
            failure -> {
              LOG.warnf("Stored files wait to be announced: %s", failure);
              return Uni.createFrom().voidItem();
            })
        .eventually(() -> running.set(false));
  }

  private Uni<Void> announce(List<Attachment> files) {
    if (files.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return Multi.createFrom()
        .iterable(files)
        .onItem()
        .transformToUni(file -> topic.sendMessage(message(file)))
        .merge(AT_ONCE)
        .collect()
        .asList()
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .flatMap(sent -> attachments.markAnnounced(files.stream().map(Attachment::id).toList()));
  }

  private static Message<byte[]> message(Attachment file) {
    AttachmentStored event =
        new AttachmentStored(
            file.id().toString(),
            file.channelId(),
            file.followerId(),
            file.uploader(),
            file.fileName(),
            file.mediaType(),
            file.size(),
            file.sha256(),
            file.createdAt());
    Headers headers =
        new RecordHeaders()
            .add(CloudEventHeader.SPEC_VERSION, "1.0".getBytes(UTF_8))
            .add(CloudEventHeader.ID, event.attachmentId().getBytes(UTF_8))
            .add(CloudEventHeader.TYPE, Topic.ATTACHMENT_STORED.eventType().getBytes(UTF_8))
            .add(CloudEventHeader.SOURCE, "/attachment-service".getBytes(UTF_8))
            .add(CloudEventHeader.SUBJECT, event.attachmentId().getBytes(UTF_8))
            .add(CloudEventHeader.TIME, event.at().toString().getBytes(UTF_8))
            .add(CloudEventHeader.CHANNEL_ID, event.channelId().getBytes(UTF_8))
            .add(CloudEventHeader.FOLLOWER_ID, event.followerId().getBytes(UTF_8))
            .add(CloudEventHeader.CONTENT_TYPE, "application/json".getBytes(UTF_8));
    return Message.of(toJson(event))
        .addMetadata(
            OutgoingKafkaRecordMetadata.<String>builder()
                // One conversation's files stay in order, though it may not exist yet.
                .withKey(event.channelId() + ":" + event.followerId())
                .withHeaders(headers)
                .build());
  }

  private static byte[] toJson(AttachmentStored event) {
    try {
      return Json.tolerant().writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values is always JSON", e);
    }
  }
}
