package io.parley.attachment.life;

import io.parley.attachment.record.Attachments;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.json.Json;
import io.parley.rest.problem.Outages;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Removes what deleted messages carried. A message's files may still be only claimed, so the claims
 * of its conversation are settled first. While a part that is needed is down, the stream waits.
 */
@ApplicationScoped
class DeletedMessages {
  private static final Logger LOG = Logger.getLogger(DeletedMessages.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Attachments attachments;
  private final Settlement settlement;
  private final Removal removal;

  DeletedMessages(Attachments attachments, Settlement settlement, Removal removal) {
    this.attachments = attachments;
    this.settlement = settlement;
    this.removal = removal;
  }

  @Incoming("message-deleted")
  Uni<Void> take(ConsumerRecord<String, byte[]> message) {
    return Uni.createFrom()
        .item(() -> read(message.value()))
        .flatMap(
            event ->
                Uni.createFrom()
                    .deferred(() -> remove(event))
                    .onFailure(Outages::isOutage)
                    .invoke(failure -> LOG.warnf("Waiting to remove files: %s", failure))
                    .onFailure(Outages::isOutage)
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .indefinitely());
  }

  private Uni<Void> remove(MessageDeleted event) {
    UUID conversation = UUID.fromString(event.conversationId());
    return attachments
        .claimedIn(conversation)
        .flatMap(settlement::settle)
        .flatMap(settled -> attachments.markRemoving(conversation, event.deletedSeq()))
        .flatMap(gone -> attachments.removing())
        .flatMap(removal::remove)
        .replaceWithVoid();
  }

  private static MessageDeleted read(byte[] body) {
    try {
      if (body != null
          && Json.tolerant().readValue(body, ConversationEvent.class)
              instanceof MessageDeleted deleted) {
        return deleted;
      }
      throw new IllegalArgumentException("The record is no message-deleted");
    } catch (IOException e) {
      // The parser's own message quotes the body.
      throw new IllegalArgumentException("The record is no event in JSON", e);
    }
  }
}
