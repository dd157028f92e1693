/** What agents do in a conversation over REST: write, finish, and read its log. */
package io.parley.conversation.message;
