package io.parley.conversation.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A token with which a follower opens sockets and sends files.
 *
 * @param visitor what became of the visitor whose token came along; absent when none did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "FollowerToken")
public record FollowerToken(
    @Schema(required = true, description = "The access token") String token,
    @Schema(required = true, minimum = "1") long expiresInSeconds,
    @Schema(required = true) String followerId,
    @Schema(required = true) String name,
    @Schema(
            description =
                "What became of the visitor whose token came along; unless NOTHING, the browser"
                    + " has no use for that token any more")
        Merge visitor) {

  FollowerToken withVisitor(Merge merge) {
    return new FollowerToken(token, expiresInSeconds, followerId, name, merge);
  }
}
