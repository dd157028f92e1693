/** What this service asks of conversation-service. Nothing else here speaks HTTP to another. */
package io.parley.attachment.conversation;
