package io.parley.conversation.verification;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A token with which a follower opens sockets and sends files. */
@Schema(name = "FollowerToken")
public record FollowerToken(
    @Schema(required = true, description = "The access token") String token,
    @Schema(required = true, minimum = "1") long expiresInSeconds,
    @Schema(required = true) String followerId,
    @Schema(required = true) String name) {}
