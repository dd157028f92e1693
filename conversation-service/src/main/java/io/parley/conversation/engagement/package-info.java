/**
 * What a channel gives its followers: the catalogue, sending from it into a conversation, and the
 * history that the loyalty platform tells.
 */
package io.parley.conversation.engagement;
