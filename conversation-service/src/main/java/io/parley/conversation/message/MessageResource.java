package io.parley.conversation.message;

import io.opentelemetry.api.trace.Span;
import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.trace.TraceParent;
import io.parley.conversation.access.ConversationAccess;
import io.parley.conversation.attachment.AttachmentClaims;
import io.parley.conversation.chatlist.ConversationView;
import io.parley.conversation.chatlist.Conversations;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationLog;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.log.Outcome;
import io.parley.conversation.request.PageRequest;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Writing in a conversation, and finishing it. */
@Path("/api/conversations/{conversationId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "messages")
public class MessageResource {
  private final ConversationAccess access;
  private final AttachmentClaims attachments;
  private final ConversationLog log;
  private final Conversations conversations;
  private final CurrentAgent caller;

  MessageResource(
      ConversationAccess access,
      AttachmentClaims attachments,
      ConversationLog log,
      Conversations conversations,
      CurrentAgent caller) {
    this.access = access;
    this.attachments = attachments;
    this.log = log;
    this.conversations = conversations;
    this.caller = caller;
  }

  /** A message to send. */
  @Schema(name = "SendMessage")
  public record SendMessage(
      @Schema(
              required = true,
              pattern = "[A-Za-z0-9._:-]{1,64}",
              description =
                  "Chosen by the sender, unique per conversation and sender for ever: a retry with"
                      + " the same id and content is answered as the first try was")
          String clientMessageId,
      @Schema(maxLength = 8000) String text,
      @Schema(
              maxItems = 10,
              description = "Of uploads by this agent for this conversation, each used only once")
          List<String> attachmentIds,
      @Schema(description = "Confirms a takeover: the owner's id that the agent saw")
          String takeOverFrom) {
    public SendMessage {
      attachmentIds = attachmentIds == null ? List.of() : List.copyOf(attachmentIds);
    }
  }

  /** How to finish. */
  @Schema(name = "FinishConversation")
  public record Finish(
      @Schema(description = "Confirms finishing another agent's: the owner's id that was seen")
          String takeOverFrom) {}

  @POST
  @Path("/messages")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "sendMessage",
      summary = "Send a message; the first one to an unanswered conversation takes it")
  public Uni<SentMessage> send(
      @PathParam("conversationId") String conversationId, SendMessage body) {
    Agent agent = caller.get();
    return access
        .forAgent(conversationId, agent)
        .flatMap(conversation -> send(conversation, agent, body));
  }

  @POST
  @Path("/finish")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "finishConversation", summary = "Finish an active conversation")
  public Uni<ConversationView> finish(
      @PathParam("conversationId") String conversationId, Finish body) {
    Agent agent = caller.get();
    String takeOverFrom = body == null ? null : body.takeOverFrom();
    return access
        .forAgent(conversationId, agent)
        .call(
            conversation ->
                log.execute(
                        new LogCommand.Finish(conversation.id(), agent.participant(), takeOverFrom))
                    .invoke(MessageResource::throwIfRefused))
        .flatMap(conversations::get);
  }

  @DELETE
  @Path("/messages/{seq}")
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "deleteMessage",
      summary = "Remove a message's content: the sender's own, or any as chat-admin",
      description = "Its place in the log stays. Deleting what is deleted changes nothing.")
  public Uni<Void> delete(
      @PathParam("conversationId") String conversationId, @PathParam("seq") String seq) {
    Agent agent = caller.get();
    return access
        .forAgent(conversationId, agent)
        .map(
            conversation ->
                new LogCommand.Delete(
                    conversation.id(),
                    agent.participant(),
                    PageRequest.seq("seq", seq),
                    agent.roles().contains(Role.CHAT_ADMIN)))
        .flatMap(log::execute)
        .invoke(MessageResource::throwIfRefused)
        .replaceWithVoid();
  }

  private Uni<SentMessage> send(ConversationRef conversation, Agent agent, SendMessage body) {
    if (body == null) {
      throw ProblemException.malformed("Send the message as a JSON object.");
    }
    MessageRules.check(body.clientMessageId(), body.text(), body.attachmentIds(), false)
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
    ClaimBatch.Claim claim =
        AttachmentClaims.of(
            agent.participant(), conversation, body.clientMessageId(), body.attachmentIds());
    return attachments
        .claimOne(claim)
        .map(
            claimed ->
                new LogCommand.Send(
                    conversation.id(),
                    agent.participant(),
                    body.clientMessageId(),
                    body.text(),
                    claimed,
                    null,
                    body.takeOverFrom(),
                    TraceParent.of(Span.current())))
        .flatMap(
            send ->
                log.execute(send)
                    .call(outcome -> attachments.settle(claim, outcome))
                    .map(outcome -> SentMessage.of(send, outcome)));
  }

  static void throwIfRefused(Outcome outcome) {
    switch (outcome) {
      case Outcome.Stored stored -> {}
      case Outcome.Refused refused -> throw new ProblemException(refused.problem());
    }
  }
}
