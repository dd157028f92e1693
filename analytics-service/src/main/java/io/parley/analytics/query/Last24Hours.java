package io.parley.analytics.query;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The cards of a channel. */
@Schema(name = "Last24Hours")
public record Last24Hours(
    @Schema(required = true) String channelId,
    @Schema(required = true, description = "Start of the window, itself in it") Instant from,
    @Schema(required = true, description = "End of the window: of the present second") Instant to,
    @Schema(required = true, description = "Chats finished in the window") long finished,
    @Schema(required = true, description = "Chats that an agent owns now") long activeNow,
    @Schema(required = true, description = "Chats that nobody has answered yet, now")
        long unansweredNow,
    @Schema(
            required = true,
            nullable = true,
            description = "Since when the follower waits who waits longest; null when nobody does")
        Instant longestWaitSince,
    @Schema(required = true) IntervalFigure responseTime,
    @Schema(required = true) IntervalFigure firstResponseTime,
    @Schema(required = true) IntervalFigure handlingTime) {}
