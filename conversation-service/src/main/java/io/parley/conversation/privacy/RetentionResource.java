package io.parley.conversation.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** For how long a channel keeps what was said. */
@Path("/api/channels/{channelId}/retention")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "privacy")
public class RetentionResource {
  /** Longer than Kafka keeps its records; see the migration. */
  private static final int LEAST_DAYS = 8;

  private static final int MOST_DAYS = 36_500;

  private static final String SELECT = "SELECT retention_days FROM channel WHERE id = $1";
  private static final String CHANGE =
      """
      UPDATE channel SET retention_days = $2
      WHERE id = $1 AND retention_days IS DISTINCT FROM $2""";

  private final ChannelAccess access;
  private final Database database;
  private final CurrentAgent caller;

  RetentionResource(ChannelAccess access, Database database, CurrentAgent caller) {
    this.access = access;
    this.database = database;
    this.caller = caller;
  }

  /**
   * What is set, or to be set.
   *
   * @param days after a conversation's last event; absent for ever
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Retention")
  public record Retention(
      @Schema(
              minimum = "8",
              maximum = "36500",
              description = "After a conversation's last event; absent, or null, for ever")
          Integer days) {}

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "getRetention", summary = "For how long the channel keeps conversations")
  public Uni<Retention> get(@PathParam("channelId") String channelId) {
    return access
        .forAgent(channelId, caller.get())
        .flatMap(channel -> database.query(SELECT, channel.id()))
        .map(rows -> new Retention(rows.iterator().next().getInteger("retention_days")));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "setRetention",
      summary = "Set for how long the channel keeps conversations",
      description =
          "Text and files of conversations that were quiet for longer are erased; their followers"
              + " begin another conversation with their next message.")
  public Uni<Retention> set(@PathParam("channelId") String channelId, Retention body) {
    Agent agent = caller.get();
    return access.forAgent(channelId, agent).flatMap(channel -> change(channel, agent, body));
  }

  private Uni<Retention> change(AccessibleChannel channel, Agent agent, Retention body) {
    Integer days = body == null ? null : body.days();
    if (body == null || (days != null && (days < LEAST_DAYS || days > MOST_DAYS))) {
      throw ProblemException.malformed(
          "days must be between %d and %d, or null for ever.".formatted(LEAST_DAYS, MOST_DAYS));
    }
    AuditEntry entry =
        AuditEntry.of(
            channel.id(),
            agent.person(),
            AuditAction.RETENTION_CHANGED,
            channel.id(),
            days == null ? Map.of() : Map.of("days", days.toString()));
    return database
        .inTransaction(
            transaction ->
                transaction
                    .preparedQuery(CHANGE)
                    .execute(Tuple.of(channel.id(), days))
                    .flatMap(
                        changed ->
                            changed.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : AuditLog.record(transaction, entry)))
        .replaceWith(new Retention(days));
  }
}
