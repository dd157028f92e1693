package io.parley.conversation.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.request.Cursor;
import io.parley.conversation.request.PageRequest;
import io.parley.rest.identity.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was done in a channel, for its admins. */
@Path("/api/channels/{channelId}/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "channels")
public class AuditResource {
  private static final String PAGE =
      """
      SELECT id, at, actor_role, actor_id, actor_name, action, subject, details::text AS details
      FROM audit_entry WHERE channel_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3""";

  private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

  private final ChannelAccess access;
  private final Database database;
  private final CurrentAgent caller;

  AuditResource(ChannelAccess access, Database database, CurrentAgent caller) {
    this.access = access;
    this.database = database;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "listAudit",
      summary = "Who did what in the channel, and when, newest first",
      description = "Nothing is ever changed in it or removed from it.")
  public Uni<AuditPage> list(
      @PathParam("channelId") String channelId,
      @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") String cursor,
      @QueryParam("limit")
          @Parameter(
              description = "Items of the page; more than 200 is answered with 200",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"))
          String limit) {
    return access
        .forAgent(channelId, caller.get())
        .flatMap(channel -> page(channel, Optional.ofNullable(cursor), PageRequest.size(limit)));
  }

  private Uni<AuditPage> page(AccessibleChannel channel, Optional<String> cursor, int size) {
    List<String> list = List.of("audit", channel.id());
    long before =
        cursor.map(given -> id(Cursor.decode(list, given, 1).getFirst())).orElse(Long.MAX_VALUE);
    return database
        .query(PAGE, channel.id(), before, size + 1)
        .map(rows -> toPage(rows, list, size));
  }

  private static long id(String part) {
    try {
      return Long.parseLong(part);
    } catch (NumberFormatException e) {
      throw Cursor.invalid();
    }
  }

  private static AuditPage toPage(RowSet<Row> rows, List<String> list, int size) {
    List<AuditPage.Item> items = new ArrayList<>(size);
    long last = 0;
    for (Row row : rows) {
      if (items.size() == size) {
        return new AuditPage(items, Cursor.encode(list, Long.toString(last)));
      }
      items.add(read(row));
      last = row.getLong("id");
    }
    return new AuditPage(items, null);
  }

  private static AuditPage.Item read(Row row) {
    try {
      return new AuditPage.Item(
          row.getOffsetDateTime("at").toInstant(),
          new Participant(
              ParticipantRole.valueOf(row.getString("actor_role")),
              row.getString("actor_id"),
              row.getString("actor_name")),
          row.getString("action"),
          row.getString("subject"),
          Json.tolerant().readValue(row.getString("details"), DETAILS));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A recorded entry cannot be read", e);
    }
  }
}
