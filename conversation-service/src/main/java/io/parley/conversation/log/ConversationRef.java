package io.parley.conversation.log;

import java.util.UUID;

/** Whose conversation it is: what never changes about it. */
public record ConversationRef(UUID id, String channelId, String followerId) {}
