/**
 * Where bytes are kept: uploads on their way in {@link io.parley.attachment.storage.Staging},
 * checked files in one of the {@link io.parley.attachment.storage.AttachmentStore}s. Nothing here
 * knows what the bytes are or who may read them.
 */
package io.parley.attachment.storage;
