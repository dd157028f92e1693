package io.parley.conversation.message;

import io.parley.conversation.access.ConversationAccess;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogPage;
import io.parley.conversation.log.LogReader;
import io.parley.conversation.request.PageRequest;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log of a conversation, page by page in both directions. */
@Path("/api/conversations/{conversationId}/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "messages")
public class EventsResource {
  private final ConversationAccess access;
  private final LogReader log;
  private final Database database;
  private final CurrentAgent caller;

  EventsResource(ConversationAccess access, LogReader log, Database database, CurrentAgent caller) {
    this.access = access;
    this.log = log;
    this.database = database;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "listEvents",
      summary = "A page of the conversation's log, in seq order",
      description =
          "With after: the page that follows it. With before: the page just before it. With"
              + " neither: the newest page.")
  public Uni<EventsPage> list(
      @PathParam("conversationId") String conversationId,
      @QueryParam("after")
          @Parameter(
              description = "The seq before the page",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
          String after,
      @QueryParam("before")
          @Parameter(
              description = "The seq behind the page",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
          String before,
      @QueryParam("limit")
          @Parameter(
              description = "Events of the page; more than 200 is answered with 200",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"))
          String limit) {
    return access
        .forAgent(conversationId, caller.get())
        .flatMap(conversation -> database.bounded(page(conversation, after, before, limit)))
        .map(EventsPage::of);
  }

  private Uni<LogPage> page(
      ConversationRef conversation, String after, String before, String limit) {
    int size = PageRequest.size(limit);
    if (after != null && before != null) {
      throw ProblemException.malformed("Give after or before, not both.");
    }
    if (after != null) {
      return log.after(conversation.id(), PageRequest.seq("after", after), size);
    }
    return before == null
        ? log.newest(conversation.id(), size)
        : log.before(conversation.id(), PageRequest.seq("before", before), size);
  }
}
