package io.parley.gateway.feed;

/** Where a conversation belongs. Never changes for a conversation. */
public record Place(String conversationId, String channelId, String followerId) {}
