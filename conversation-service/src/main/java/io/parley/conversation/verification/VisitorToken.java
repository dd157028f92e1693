package io.parley.conversation.verification;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The same for a visitor.
 *
 * @param visitorToken what the visitor's browser keeps to be the same visitor next time; it opens
 *     nothing by itself
 */
@Schema(name = "VisitorToken")
public record VisitorToken(
    @Schema(required = true, description = "The access token") String token,
    @Schema(required = true, minimum = "1") long expiresInSeconds,
    @Schema(required = true) String followerId,
    @Schema(required = true) String name,
    @Schema(
            required = true,
            description =
                "To be kept, and sent when the next token is needed; opens nothing itself")
        String visitorToken) {}
