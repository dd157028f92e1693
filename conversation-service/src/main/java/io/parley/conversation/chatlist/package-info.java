/**
 * Conversations as agents see them: the chat list of a channel with its counts, and a single one.
 */
package io.parley.conversation.chatlist;
