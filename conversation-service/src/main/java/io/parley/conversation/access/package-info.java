/**
 * The one door to what belongs to a channel. What is unknown, misspelt or of a channel in which the
 * caller has no part is answered alike: not found.
 */
package io.parley.conversation.access;
