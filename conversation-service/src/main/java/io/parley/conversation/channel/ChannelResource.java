package io.parley.conversation.channel;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a channel is, for its followers. */
@Path("/api/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "channels")
public class ChannelResource {
  private static final int NAME_LENGTH = 200;
  private static final int DESCRIPTION_LENGTH = 2_000;

  /** Never a script: a page shows it as it is. */
  private static final Pattern PICTURE = Pattern.compile("(https://|/(?!/))[!-~]{1,1000}");

  private static final String COLUMNS = "id, name, description, picture_url, chat_mode";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM channel WHERE id = $1";
  private static final String CHANGE =
      "UPDATE channel SET name = $2, description = $3, picture_url = $4 WHERE id = $1 RETURNING "
          + COLUMNS;

  private final ChannelAccess access;
  private final Database database;
  private final CurrentAgent caller;

  ChannelResource(ChannelAccess access, Database database, CurrentAgent caller) {
    this.access = access;
    this.database = database;
    this.caller = caller;
  }

  /** What to say of a channel. */
  @Schema(name = "EditChannel")
  public record Edit(
      @Schema(required = true, maxLength = 200) String name,
      @Schema(maxLength = 2000) String description,
      @Schema(description = "An https address, or a path on the same host") String pictureUrl) {}

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "getChannel", summary = "What the channel is")
  public Uni<ChannelProfile> get(@PathParam("channelId") String channelId) {
    return access
        .forAgent(channelId, caller.get())
        .flatMap(channel -> database.query(SELECT, channel.id()))
        .map(ChannelResource::read);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "describeChannel",
      summary = "Say what the channel is; open sockets learn it with their next welcome")
  public Uni<ChannelProfile> describe(@PathParam("channelId") String channelId, Edit body) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(channel -> change(channel, body, agent))
        .map(ChannelResource::read);
  }

  private Uni<RowSet<Row>> change(AccessibleChannel channel, Edit body, Agent agent) {
    if (body == null || body.name() == null || body.name().isBlank()) {
      throw ProblemException.malformed("name is missing.");
    }
    String description = Objects.requireNonNullElse(body.description(), "");
    if (body.name().length() > NAME_LENGTH || description.length() > DESCRIPTION_LENGTH) {
      throw ProblemException.malformed(
          "name may have %d characters and description %d."
              .formatted(NAME_LENGTH, DESCRIPTION_LENGTH));
    }
    if (body.pictureUrl() != null && !PICTURE.matcher(body.pictureUrl()).matches()) {
      throw ProblemException.malformed("pictureUrl must start with https:// or with one slash.");
    }
    Tuple row = Tuple.of(channel.id(), body.name(), description, body.pictureUrl());
    AuditEntry entry =
        AuditEntry.of(channel.id(), agent.person(), AuditAction.CHANNEL_DESCRIBED, channel.id());
    return database.inTransaction(
        transaction ->
            transaction
                .preparedQuery(CHANGE)
                .execute(row)
                .call(() -> AuditLog.record(transaction, entry)));
  }

  private static ChannelProfile read(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    return new ChannelProfile(
        row.getString("id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("picture_url"),
        ChatMode.valueOf(row.getString("chat_mode")));
  }
}
