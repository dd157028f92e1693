/** Binding files to the messages that carry them, for conversation-service. */
package io.parley.attachment.claim;
