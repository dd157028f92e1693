/**
 * Makes messages findable by their words, behind the log and never on a message's way: what is
 * missing in the index is read from the log in small rounds.
 */
package io.parley.conversation.search;
