/**
 * The rules of a conversation, in plain Java: its states, the moves that each allows, and what a
 * command comes to. No framework, no database, no clock of its own; docs/lifecycle.md shows the
 * same as a table, and a test holds the two together.
 */
package io.parley.conversation.lifecycle;
