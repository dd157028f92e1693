package io.parley.conversation.privacy;

import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.access.FollowerAccess;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationRef;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Erasing followers. */
@Path("/api/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "privacy")
public class ErasureResource {
  private final ChannelAccess channels;
  private final FollowerAccess followers;
  private final Erasures erasures;
  private final Database database;
  private final CurrentAgent caller;

  ErasureResource(
      ChannelAccess channels,
      FollowerAccess followers,
      Erasures erasures,
      Database database,
      CurrentAgent caller) {
    this.channels = channels;
    this.followers = followers;
    this.erasures = erasures;
    this.database = database;
    this.caller = caller;
  }

  @POST
  @Path("/followers/{followerId}/erasure")
  @ResponseStatus(202)
  @APIResponseSchema(value = ErasureView.class, responseCode = "202")
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "eraseFollower",
      summary = "Erase all that there is about a follower of the channel",
      description =
          "Starts a job, or finds the one that runs. Who writes again afterwards is a new follower.")
  public Uni<ErasureView> erase(
      @PathParam("channelId") String channelId, @PathParam("followerId") String followerId) {
    Agent agent = caller.get();
    return followers
        .forAgent(channelId, followerId, agent)
        .flatMap(
            follower ->
                database.inTransaction(
                    transaction ->
                        erasures
                            .start(transaction, follower.channelId(), follower.id())
                            .call(
                                started ->
                                    AuditLog.record(
                                        transaction,
                                        // The job's id: the audit outlives the follower's.
                                        AuditEntry.of(
                                            channelId,
                                            agent.person(),
                                            AuditAction.FOLLOWER_ERASED,
                                            started.id().toString(),
                                            Map.of())))))
        .map(ErasureView::of);
  }

  @GET
  @Path("/erasures/{erasureId}")
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(operationId = "getErasure", summary = "How far an erasure is, and who confirmed it")
  public Uni<ErasureView> get(
      @PathParam("channelId") String channelId, @PathParam("erasureId") String erasureId) {
    UUID id = ConversationRef.parseId(erasureId).orElseThrow(ProblemException::notFound);
    return channels
        .forAgent(channelId, caller.get())
        .flatMap(channel -> database.bounded(erasures.find(channel.id(), id)))
        .map(found -> found.map(ErasureView::of).orElseThrow(ProblemException::notFound));
  }
}
