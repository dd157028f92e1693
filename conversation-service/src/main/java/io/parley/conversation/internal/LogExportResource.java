package io.parley.conversation.internal;

import io.parley.contracts.command.LogExport;
import io.parley.conversation.log.ConversationRef;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The whole log, page by page along its primary key: a page costs the same wherever it starts. */
@Path("/internal/log")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
public class LogExportResource {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private static final String EVENTS =
      """
      SELECT conversation_id, seq, body::text FROM conversation_event
      WHERE (conversation_id, seq) > ($1, $2) ORDER BY conversation_id, seq LIMIT $3""";
  private static final String HEADS =
      "SELECT id, last_seq FROM conversation WHERE id > $1 AND last_seq > 0 ORDER BY id LIMIT $2";

  private final Pool pool;

  LogExportResource(Pool pool) {
    this.pool = pool;
  }

  /** Answers {@link LogExport.Page}, with the events spliced in as they were stored. */
  @GET
  @Operation(hidden = true)
  public Uni<String> events(@QueryParam("after") String after, @QueryParam("limit") Integer limit) {
    int size = size(limit);
    Place place = Place.parse(after);
    return pool.preparedQuery(EVENTS)
        .execute(Tuple.of(place.conversationId(), place.seq(), size))
        .map(rows -> page(rows, size));
  }

  /** How far each conversation is. */
  @GET
  @Path("/heads")
  @Operation(hidden = true)
  public Uni<LogExport.Heads> heads(
      @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
    int size = size(limit);
    return pool.preparedQuery(HEADS)
        .execute(Tuple.of(Place.parse(after).conversationId(), size))
        .map(
            rows -> {
              List<LogExport.Head> heads = new ArrayList<>(rows.size());
              for (Row row : rows) {
                heads.add(new LogExport.Head(row.getUUID(0).toString(), row.getLong(1)));
              }
              String next = heads.size() < size ? null : heads.getLast().conversationId();
              return new LogExport.Heads(heads, next);
            });
  }

  private static String page(RowSet<Row> rows, int size) {
    StringBuilder json = new StringBuilder(rows.size() * 512 + 64).append("{\"events\":[");
    Row last = null;
    for (Row row : rows) {
      if (last != null) {
        json.append(',');
      }
      json.append(row.getString(2));
      last = row;
    }
    json.append(']');
    if (last != null && rows.size() == size) {
      json.append(",\"next\":\"").append(last.getUUID(0)).append(':').append(last.getLong(1));
      json.append('"');
    }
    return json.append('}').toString();
  }

  private static int size(Integer limit) {
    return limit == null ? LogExport.MAX_SIZE : Math.clamp(limit, 1, LogExport.MAX_SIZE);
  }

  /** The last event, or conversation, of the page before. */
  private record Place(UUID conversationId, long seq) {
    static Place parse(String after) {
      if (after == null) {
        return new Place(BEFORE_ALL, Long.MAX_VALUE);
      }
      String[] parts = after.split(":", 2);
      try {
        UUID id = ConversationRef.parseId(parts[0]).orElseThrow(Place::malformed);
        return new Place(id, parts.length == 1 ? Long.MAX_VALUE : Long.parseLong(parts[1]));
      } catch (NumberFormatException e) {
        throw malformed();
      }
    }

    private static ProblemException malformed() {
      return ProblemException.malformed("after must be the page before's next.");
    }
  }
}
