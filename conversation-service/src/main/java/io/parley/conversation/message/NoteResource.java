package io.parley.conversation.message;

import io.parley.conversation.access.ConversationAccess;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationLog;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.MessageRules;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Notes among agents, which the follower never sees. */
@Path("/api/conversations/{conversationId}/notes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "messages")
public class NoteResource {
  private final ConversationAccess access;
  private final ConversationLog log;
  private final CurrentAgent caller;

  NoteResource(ConversationAccess access, ConversationLog log, CurrentAgent caller) {
    this.access = access;
    this.log = log;
    this.caller = caller;
  }

  /** A note to leave. */
  @Schema(name = "AddNote")
  public record AddNote(
      @Schema(
              required = true,
              pattern = "[A-Za-z0-9._:-]{1,64}",
              description = "As for a message, and one of the same: never used for both")
          String clientMessageId,
      @Schema(required = true, maxLength = 8000) String text) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "addNote",
      summary = "Leave a note for the other agents; never takes and never answers")
  public Uni<SentMessage> add(@PathParam("conversationId") String conversationId, AddNote body) {
    Agent agent = caller.get();
    return access
        .forAgent(conversationId, agent)
        .map(conversation -> command(conversation, agent, body))
        .flatMap(note -> log.execute(note).map(outcome -> SentMessage.of(note, outcome)));
  }

  private static LogCommand.Note command(ConversationRef conversation, Agent agent, AddNote body) {
    if (body == null) {
      throw ProblemException.malformed("Send the note as a JSON object.");
    }
    MessageRules.check(body.clientMessageId(), body.text(), List.of(), false)
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
    return new LogCommand.Note(
        conversation.id(), agent.participant(), body.clientMessageId(), body.text());
  }
}
