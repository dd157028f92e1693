package io.parley.conversation.engagement;

import io.parley.conversation.access.AccessibleFollower;
import io.parley.conversation.database.Database;
import io.parley.conversation.log.ConversationRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;

/**
 * Who was given what can be had only once. It is reserved for a message before that is sent: two
 * agents at once cannot give it twice, and a retry of the same message still may.
 */
@ApplicationScoped
class GivenOnce {
  /** The update changes nothing, but makes the row of whoever came first be returned. */
  private static final String RESERVE =
      """
      INSERT INTO engagement_given AS g
        (channel_id, follower_id, engagement_id, sender_id, client_message_id)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (channel_id, follower_id, engagement_id) DO UPDATE SET sender_id = g.sender_id
      RETURNING g.sender_id = $4 AND g.client_message_id = $5 AS reserved""";

  private static final String RELEASE =
      """
      DELETE FROM engagement_given
      WHERE channel_id = $1 AND follower_id = $2 AND engagement_id = $3
        AND sender_id = $4 AND client_message_id = $5""";

  private static final String TO =
      "SELECT engagement_id FROM engagement_given WHERE channel_id = $1 AND follower_id = $2";

  private final Database database;

  GivenOnce(Database database) {
    this.database = database;
  }

  /** Whether that message may give it. */
  Uni<Boolean> reserve(
      ConversationRef conversation, String engagementId, String senderId, String messageId) {
    return database
        .query(
            RESERVE,
            conversation.channelId(),
            conversation.followerId(),
            engagementId,
            senderId,
            messageId)
        .map(rows -> rows.iterator().next().getBoolean("reserved"));
  }

  /** The message was not sent after all. */
  Uni<Void> release(
      ConversationRef conversation, String engagementId, String senderId, String messageId) {
    return database
        .query(
            RELEASE,
            conversation.channelId(),
            conversation.followerId(),
            engagementId,
            senderId,
            messageId)
        .replaceWithVoid();
  }

  /** The ids of what the follower has had and can have only once. */
  Uni<Set<String>> to(AccessibleFollower follower) {
    return database
        .query(TO, follower.channelId(), follower.id())
        .map(
            rows -> {
              Set<String> ids = new HashSet<>();
              rows.forEach(row -> ids.add(row.getString("engagement_id")));
              return ids;
            });
  }
}
