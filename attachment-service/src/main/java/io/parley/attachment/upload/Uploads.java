package io.parley.attachment.upload;

import io.parley.attachment.content.ByteSource;
import io.parley.attachment.content.ContentCheck;
import io.parley.attachment.content.FileKind;
import io.parley.attachment.content.Findings;
import io.parley.attachment.content.RefusedContentException;
import io.parley.attachment.conversation.ConversationClient;
import io.parley.attachment.event.Announcements;
import io.parley.attachment.name.FileName;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.attachment.storage.AttachmentStore;
import io.parley.attachment.storage.FullStorage;
import io.parley.attachment.storage.Staging;
import io.parley.attachment.storage.Workers;
import io.parley.attachment.thumbnail.Thumbnails;
import io.parley.contracts.event.Participant;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What becomes of a file that was received: refused with a reason, or stored and known. */
@ApplicationScoped
class Uploads {
  private static final Logger LOG = Logger.getLogger(Uploads.class);

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

  /**
   * An upload under way. Its row is written while its bytes come in.
   *
   * @param known done when the row is there
   */
  record Begun(UUID id, Uni<Void> known) {}

  Begun begin(ConversationClient.ConversationKey conversation, Participant uploader) {
    UUID id = UUID.randomUUID();
    Uni<Void> known =
        attachments
            .begin(id, conversation.channelId(), conversation.followerId(), uploader)
            .memoize()
            .indefinitely();
    known.subscribe().with(done -> {}, failure -> {});
    return new Begun(id, known);
  }

  /** Forgets an upload of which nothing came. */
  void abandon(Begun upload) {
    upload
        .known()
        .flatMap(there -> attachments.abandon(upload.id()))
        .subscribe()
        .with(done -> {}, failure -> LOG.debugf("Left to the sweep: %s", failure));
  }

  /** Checks and stores; whatever happens, nothing stays in staging. */
  Uni<Attachment> complete(Begun upload, StagedFile received, FileName name) {
    return workers
        .run(() -> check(received, name))
        .flatMap(
            good ->
                thumbnail(name, good)
                    .flatMap(small -> store(upload.id(), good, small, name, upload.known()))
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
      UUID id, Good good, Optional<Thumbnails.Made> small, FileName name, Uni<Void> known) {
    Findings findings = good.findings();
    Attachments.StoredFile file =
        new Attachments.StoredFile(
            name.text(),
            findings.mediaType(),
            good.file().size(),
            good.file().sha256(),
            findings.width(),
            findings.height(),
            small.map(Thumbnails.Made::mediaType).orElse(null),
            small.map(Thumbnails.Made::size).orElse(null));
    return known
        .flatMap(
            there ->
                small
                    .map(made -> store.put(Attachment.thumbnailName(id), made.path()))
                    .orElseGet(() -> Uni.createFrom().voidItem()))
        .flatMap(done -> good.file().kept())
        .flatMap(kept -> store.put(Attachment.storedName(id), good.file().path()))
        .flatMap(done -> attachments.markStored(id, file))
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
