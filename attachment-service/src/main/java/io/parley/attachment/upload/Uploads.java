package io.parley.attachment.upload;

import io.parley.attachment.content.ByteSource;
import io.parley.attachment.content.ContentCheck;
import io.parley.attachment.content.FileKind;
import io.parley.attachment.content.Findings;
import io.parley.attachment.content.RefusedContentException;
import io.parley.attachment.conversation.ConversationClient;
import io.parley.attachment.event.Announcements;
import io.parley.attachment.name.FileName;
import io.parley.attachment.problem.ProblemException;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.attachment.storage.AttachmentStore;
import io.parley.attachment.storage.FullStorage;
import io.parley.attachment.storage.Staging;
import io.parley.attachment.storage.Workers;
import io.parley.attachment.thumbnail.Thumbnails;
import io.parley.contracts.event.Participant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** What becomes of a file that was received: refused with a reason, or stored and known. */
@ApplicationScoped
class Uploads {
  private final Staging staging;
  private final Workers workers;
  private final Thumbnails thumbnails;
  private final AttachmentStore store;
  private final Attachments attachments;
  private final Announcements announcements;

  Uploads(
      Staging staging,
      Workers workers,
      Thumbnails thumbnails,
      AttachmentStore store,
      Attachments attachments,
      Announcements announcements) {
    this.staging = staging;
    this.workers = workers;
    this.thumbnails = thumbnails;
    this.store = store;
    this.attachments = attachments;
    this.announcements = announcements;
  }

  /** A file that was found good, ready for the store. */
  private record Good(StagedFile file, Findings findings) {}

  /** Checks and stores; whatever happens, nothing stays in staging. */
  Uni<Attachment> complete(
      StagedFile received,
      FileName name,
      Participant uploader,
      ConversationClient.ConversationKey conversation) {
    return workers
        .run(() -> check(received, name))
        .flatMap(
            good ->
                thumbnail(name, good)
                    .flatMap(small -> store(good, small, name, uploader, conversation))
                    .eventually(() -> discard(good.file())))
        .eventually(() -> discard(received))
        .onFailure(RefusedContentException.class)
        .transform(Uploads::problem)
        .onFailure()
        .transform(FullStorage::translate);
  }

  private Good check(StagedFile received, FileName name) throws IOException {
    Findings findings;
    try (FileChannel file = FileChannel.open(received.path(), StandardOpenOption.READ)) {
      findings = ContentCheck.check(ByteSource.of(file), name.type());
    }
    return findings.cleanCopy() == null
        ? new Good(received, findings)
        : new Good(
            ImageCleaner.copy(received.path(), findings.cleanCopy(), staging.newFile()), findings);
  }

  private Uni<Optional<Thumbnails.Made>> thumbnail(FileName name, Good good) {
    return name.type().kind() == FileKind.IMAGE
        ? thumbnails.make(good.file().path(), good.findings(), staging.newFile())
        : Uni.createFrom().item(Optional.empty());
  }

  private Uni<Attachment> store(
      Good good,
      Optional<Thumbnails.Made> small,
      FileName name,
      Participant uploader,
      ConversationClient.ConversationKey conversation) {
    Findings findings = good.findings();
    Attachment file =
        new Attachment(
            UUID.randomUUID(),
            Attachment.State.WRITING,
            conversation.channelId(),
            conversation.followerId(),
            uploader,
            name.text(),
            findings.mediaType(),
            good.file().size(),
            good.file().sha256(),
            findings.width(),
            findings.height(),
            small.map(Thumbnails.Made::mediaType).orElse(null),
            small.map(Thumbnails.Made::size).orElse(0L),
            null,
            null,
            null);
    Uni<Void> smallStored =
        small
            .map(made -> store.put(file.thumbnailName(), made.path()))
            .orElseGet(() -> Uni.createFrom().voidItem());
    return attachments
        .insertWriting(file)
        .flatMap(known -> smallStored)
        .flatMap(done -> store.put(file.storedName(), good.file().path()))
        .flatMap(done -> attachments.markStored(file.id()))
        .invoke(announcements::ring);
  }

  private Uni<Void> discard(StagedFile file) {
    return workers
        .run(() -> Files.deleteIfExists(file.path()))
        .replaceWithVoid()
        .onFailure()
        .recoverWithNull();
  }

  private static ProblemException problem(Throwable refused) {
    return new ProblemException(((RefusedContentException) refused).code(), refused.getMessage());
  }
}
