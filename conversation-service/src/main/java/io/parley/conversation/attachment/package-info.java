/**
 * Asking attachment-service what a message may carry, before the message reaches the log. Messages
 * without attachments never come here.
 */
package io.parley.conversation.attachment;
