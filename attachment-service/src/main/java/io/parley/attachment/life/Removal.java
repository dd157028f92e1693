package io.parley.attachment.life;

import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.attachment.storage.AttachmentStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Removes bytes, then what is known of them: broken off in between, it is done again. */
@ApplicationScoped
class Removal {
  private final AttachmentStore store;
  private final Attachments attachments;

  Removal(AttachmentStore store, Attachments attachments) {
    this.store = store;
    this.attachments = attachments;
  }

  /** Returns how many files were removed. */
  Uni<Integer> remove(List<Attachment> files) {
    return Multi.createFrom()
        .iterable(files)
        .onItem()
        .transformToUniAndConcatenate(
            file ->
                store
                    .delete(Attachment.thumbnailName(file.id()))
                    .flatMap(done -> store.delete(Attachment.storedName(file.id())))
                    .flatMap(done -> attachments.delete(file.id())))
        .collect()
        .last()
        .replaceWith(files.size());
  }
}
