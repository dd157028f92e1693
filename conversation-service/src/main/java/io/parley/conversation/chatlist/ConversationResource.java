package io.parley.conversation.chatlist;

import io.parley.conversation.access.ConversationAccess;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.rest.identity.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One conversation. */
@Path("/api/conversations/{conversationId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class ConversationResource {
  private final ConversationAccess access;
  private final Conversations conversations;
  private final CurrentAgent caller;

  ConversationResource(
      ConversationAccess access, Conversations conversations, CurrentAgent caller) {
    this.access = access;
    this.conversations = conversations;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "getConversation",
      summary = "One conversation, with how far each participant has read")
  public Uni<ConversationView> get(@PathParam("conversationId") String conversationId) {
    return access.forAgent(conversationId, caller.get()).flatMap(conversations::get);
  }
}
