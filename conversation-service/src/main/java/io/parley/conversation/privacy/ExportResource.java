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
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestMulti;

/** Exporting followers. */
@Path("/api/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "privacy")
public class ExportResource {
  private final ChannelAccess channels;
  private final FollowerAccess followers;
  private final Exports exports;
  private final Database database;
  private final CurrentAgent caller;

  ExportResource(
      ChannelAccess channels,
      FollowerAccess followers,
      Exports exports,
      Database database,
      CurrentAgent caller) {
    this.channels = channels;
    this.followers = followers;
    this.exports = exports;
    this.database = database;
    this.caller = caller;
  }

  @POST
  @Path("/followers/{followerId}/export")
  @ResponseStatus(202)
  @APIResponseSchema(value = ExportView.class, responseCode = "202")
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "exportFollower",
      summary = "Export all that there is about a follower of the channel",
      description = "Starts a job, or finds the one that runs.")
  public Uni<ExportView> export(
      @PathParam("channelId") String channelId, @PathParam("followerId") String followerId) {
    Agent agent = caller.get();
    return followers
        .forAgent(channelId, followerId, agent)
        .flatMap(
            follower ->
                database.inTransaction(
                    transaction ->
                        exports
                            .start(transaction, follower.channelId(), follower.id())
                            .call(
                                started ->
                                    AuditLog.record(
                                        transaction,
                                        AuditEntry.of(
                                            channelId,
                                            agent.person(),
                                            AuditAction.FOLLOWER_EXPORTED,
                                            started.id().toString(),
                                            Map.of())))))
        .map(ExportView::of);
  }

  @GET
  @Path("/exports/{exportId}")
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(operationId = "getExport", summary = "How far an export is")
  public Uni<ExportView> get(
      @PathParam("channelId") String channelId, @PathParam("exportId") String exportId) {
    return find(channelId, exportId).map(ExportView::of);
  }

  @GET
  @Path("/exports/{exportId}/content")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "getExportContent",
      summary = "The file of a finished export: JSON Lines, each with its kind")
  @APIResponse(
      responseCode = "200",
      description = "JSON Lines",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(description = "Lines of JSON, each with its kind")))
  public Multi<byte[]> content(
      @PathParam("channelId") String channelId, @PathParam("exportId") String exportId) {
    return RestMulti.fromUniResponse(
        find(channelId, exportId)
            .map(
                job -> {
                  if (job.doneAt() == null) {
                    throw ProblemException.notFound();
                  }
                  return job;
                }),
        this::pieces,
        job ->
            Map.of(
                "Content-Disposition",
                java.util.List.of("attachment; filename=\"export-" + job.id() + ".jsonl\""),
                "Cache-Control",
                java.util.List.of("no-store")));
  }

  /** One after the other, as fast as they are taken. */
  private Multi<byte[]> pieces(Export job) {
    return Multi.createBy()
        .repeating()
        .uni(AtomicInteger::new, next -> exports.piece(job.id(), next.getAndIncrement()))
        .atMost(job.pieces())
        .map(lines -> lines.getBytes(StandardCharsets.UTF_8));
  }

  private Uni<Export> find(String channelId, String exportId) {
    UUID id = ConversationRef.parseId(exportId).orElseThrow(ProblemException::notFound);
    return channels
        .forAgent(channelId, caller.get())
        .flatMap(channel -> database.bounded(exports.find(channel.id(), id)))
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }
}
