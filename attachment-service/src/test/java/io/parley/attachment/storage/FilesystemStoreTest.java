package io.parley.attachment.storage;

import java.nio.file.Path;

class FilesystemStoreTest extends AbstractStoreTest {
  @Override
  AttachmentStore open(Path folder) {
    return new FilesystemStore(folder, new Workers(vertx, 2));
  }
}
