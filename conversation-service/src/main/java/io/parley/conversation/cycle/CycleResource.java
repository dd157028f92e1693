package io.parley.conversation.cycle;

import io.parley.conversation.access.ConversationAccess;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.request.PageRequest;
import io.parley.rest.identity.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The cycles of a conversation. */
@Path("/api/conversations/{conversationId}/cycles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class CycleResource {
  private final ConversationAccess access;
  private final Cycles cycles;
  private final CurrentAgent caller;

  CycleResource(ConversationAccess access, Cycles cycles, CurrentAgent caller) {
    this.access = access;
    this.cycles = cycles;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "listCycles",
      summary = "The conversation's cycles, newest first, the current one included")
  public Uni<CyclePage> list(
      @PathParam("conversationId") String conversationId,
      @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") String cursor,
      @QueryParam("limit")
          @Parameter(
              description = "Items of the page; more than 200 is answered with 200",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"))
          String limit) {
    return access
        .forAgent(conversationId, caller.get())
        .flatMap(
            conversation ->
                cycles.page(conversation, Optional.ofNullable(cursor), PageRequest.size(limit)));
  }
}
