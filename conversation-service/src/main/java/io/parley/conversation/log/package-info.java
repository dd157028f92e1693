/**
 * The conversation log: commands go through {@link io.parley.conversation.log.CommandQueue} into
 * batches, each batch is one transaction, and pages are read back as they were stored.
 */
package io.parley.conversation.log;
