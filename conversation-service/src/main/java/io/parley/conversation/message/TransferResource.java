package io.parley.conversation.message;

import io.parley.contracts.event.Person;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.ConversationAccess;
import io.parley.conversation.agent.ChannelAgents;
import io.parley.conversation.chatlist.ConversationView;
import io.parley.conversation.chatlist.Conversations;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationLog;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogCommand;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Giving a conversation to another agent. */
@Path("/api/conversations/{conversationId}/transfer")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "messages")
public class TransferResource {
  private final ConversationAccess access;
  private final ChannelAgents agents;
  private final ConversationLog log;
  private final Conversations conversations;
  private final CurrentAgent caller;

  TransferResource(
      ConversationAccess access,
      ChannelAgents agents,
      ConversationLog log,
      Conversations conversations,
      CurrentAgent caller) {
    this.access = access;
    this.agents = agents;
    this.log = log;
    this.conversations = conversations;
    this.caller = caller;
  }

  /** To whom. */
  @Schema(name = "TransferConversation")
  public record Transfer(
      @Schema(required = true, description = "An agent of the channel's list") String to,
      @Schema(description = "Confirms giving away another agent's: the owner's id that was seen")
          String takeOverFrom) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "transferConversation",
      summary = "Give an active conversation to another agent of the channel",
      description =
          "A retry of a transfer that was stored is refused as already-owner, naming the agent.")
  public Uni<ConversationView> transfer(
      @PathParam("conversationId") String conversationId, Transfer body) {
    Agent agent = caller.get();
    return access
        .forAgent(conversationId, agent)
        .call(
            conversation ->
                receiver(conversation, body)
                    .flatMap(
                        to ->
                            log.execute(
                                new LogCommand.Transfer(
                                    conversation.id(),
                                    agent.participant(),
                                    to,
                                    body.takeOverFrom())))
                    .invoke(MessageResource::throwIfRefused))
        .flatMap(conversations::get);
  }

  private Uni<Person> receiver(ConversationRef conversation, Transfer body) {
    if (body == null || body.to() == null || body.to().isBlank()) {
      throw ProblemException.malformed("Say in to which agent is to own the conversation.");
    }
    return agents
        .find(conversation.channelId(), body.to())
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new ProblemException(
                            ProblemCode.AGENT_UNKNOWN, "Choose one of the channel's agents.")));
  }
}
