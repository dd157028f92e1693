/** The cycles that a conversation has been through, told from the turns in its log. */
package io.parley.conversation.cycle;
