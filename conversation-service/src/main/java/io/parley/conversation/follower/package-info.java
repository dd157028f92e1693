/** Followers of a channel: finding one, and opening the thread with one. */
package io.parley.conversation.follower;
