package io.parley.conversation.internal;

import io.parley.contracts.command.MarkBatch;
import io.parley.contracts.command.MarkBatch.Kind;
import io.parley.contracts.command.MarkBatch.Mark;
import io.parley.conversation.log.ConversationRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Raises read and delivered watermarks, a batch a call. */
@Path("/internal/marks")
@RolesAllowed("service")
public class MarkResource {
  /** Never beyond what was said, and never back. */
  private static final String RAISE =
      """
      INSERT INTO conversation_mark AS m
        (conversation_id, participant_role, participant_id, delivered_seq, read_seq)
      SELECT c.id, k.role, k.participant_id, LEAST(k.delivered, c.last_seq), LEAST(k.read, c.last_seq)
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
        AS k(conversation_id, role, participant_id, delivered, read)
      JOIN conversation c ON c.id = k.conversation_id
      ORDER BY c.id, k.role, k.participant_id
      ON CONFLICT (conversation_id, participant_role, participant_id) DO UPDATE
      SET delivered_seq = GREATEST(m.delivered_seq, excluded.delivered_seq),
          read_seq = GREATEST(m.read_seq, excluded.read_seq)
      WHERE excluded.delivered_seq > m.delivered_seq OR excluded.read_seq > m.read_seq""";

  private final Pool pool;

  MarkResource(Pool pool) {
    this.pool = pool;
  }

  @POST
  @Operation(hidden = true)
  public Uni<Void> raise(MarkBatch batch) {
    Map<String, Raised> highest = new TreeMap<>();
    for (Mark mark : batch.marks()) {
      if (ConversationRef.parseId(mark.conversationId()).isEmpty()) {
        continue;
      }
      String participant = mark.participant().role() + " " + mark.participant().id();
      highest.merge(mark.conversationId() + ' ' + participant, Raised.of(mark), Raised::and);
    }
    Collection<Raised> rows = highest.values();
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple parameters =
        Tuple.of(
            rows.stream().map(Raised::conversationId).toArray(UUID[]::new),
            rows.stream().map(Raised::role).toArray(String[]::new),
            rows.stream().map(Raised::participantId).toArray(String[]::new),
            rows.stream().map(Raised::delivered).toArray(Long[]::new),
            rows.stream().map(Raised::read).toArray(Long[]::new));
    return pool.preparedQuery(RAISE).execute(parameters).replaceWithVoid();
  }

  /** Both watermarks of one participant in one conversation. What is read was delivered. */
  private record Raised(
      UUID conversationId, String role, String participantId, long delivered, long read) {

    static Raised of(Mark mark) {
      return new Raised(
          UUID.fromString(mark.conversationId()),
          mark.participant().role().name(),
          mark.participant().id(),
          mark.seq(),
          mark.kind() == Kind.READ ? mark.seq() : 0);
    }

    Raised and(Raised other) {
      return new Raised(
          conversationId,
          role,
          participantId,
          Math.max(delivered, other.delivered),
          Math.max(read, other.read));
    }
  }
}
