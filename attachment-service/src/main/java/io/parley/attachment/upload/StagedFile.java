package io.parley.attachment.upload;

import java.nio.file.Path;

/**
 * A file that was received whole.
 *
 * @param sha256 of its bytes, lower-case hexadecimal
 */
record StagedFile(Path path, long size, String sha256) {}
