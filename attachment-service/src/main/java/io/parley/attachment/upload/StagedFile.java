package io.parley.attachment.upload;

import io.smallrye.mutiny.Uni;
import java.nio.file.Path;

/**
 * A file that was received whole.
 *
 * @param sha256 of its bytes, lower-case hexadecimal
 * @param kept the disk's answer to its last flush, which is under way while the file is checked;
 *     without it the file must not be stored
 */
record StagedFile(Path path, long size, String sha256, Uni<Void> kept) {}
