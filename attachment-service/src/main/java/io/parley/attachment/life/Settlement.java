package io.parley.attachment.life;

import io.parley.attachment.conversation.ConversationClient;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.contracts.command.MessageLookupBatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Learns from conversation-service what came of claims. */
@ApplicationScoped
class Settlement {
  private final Attachments attachments;
  private final ConversationClient conversations;
  private final LifeConfig config;

  Settlement(Attachments attachments, ConversationClient conversations, LifeConfig config) {
    this.attachments = attachments;
    this.conversations = conversations;
    this.config = config;
  }

  /** Settles these claims: sent, to be removed with their message, or free again. */
  Uni<Void> settle(List<Attachment> claimed) {
    if (claimed.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return conversations
        .lookUp(claimed.stream().map(Settlement::lookup).toList())
        .flatMap(
            results ->
                Multi.createFrom()
                    .range(0, claimed.size())
                    .onItem()
                    .transformToUniAndConcatenate(
                        i -> settle(claimed.get(i), results.get(i), config.claim()))
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  private Uni<Void> settle(Attachment file, MessageLookupBatch.Result found, Duration age) {
    if (found.seq() == null) {
      return attachments.releaseClaim(file, age);
    }
    return found.attachmentIds().contains(file.id().toString())
        ? attachments.markSent(file.id(), found.seq())
        : attachments.markRemoving(List.of(file.id())).replaceWithVoid();
  }

  private static MessageLookupBatch.Lookup lookup(Attachment file) {
    return new MessageLookupBatch.Lookup(
        file.conversationId().toString(),
        file.uploader().role(),
        file.uploader().id(),
        file.clientMessageId());
  }
}
