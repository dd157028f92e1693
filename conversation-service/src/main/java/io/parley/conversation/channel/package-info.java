/**
 * Channels: whether their followers may write, who changed that and when, and which channels exist.
 */
package io.parley.conversation.channel;
