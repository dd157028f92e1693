/** Texts that a channel's agents write often, edited by its chat-admins. */
package io.parley.conversation.cannedreply;
