package io.parley.conversation.chatlist;

import io.parley.contracts.command.ConversationStatus;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.request.PageRequest;
import io.parley.conversation.request.SearchText;
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
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The chat list of a channel. */
@Path("/api/channels/{channelId}/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class ChatListResource {
  private static final String ME = "me";

  private final ChannelAccess access;
  private final ChatList list;
  private final CurrentAgent caller;

  ChatListResource(ChannelAccess access, ChatList list, CurrentAgent caller) {
    this.access = access;
    this.list = list;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "listConversations",
      summary = "The channel's conversations, newest activity first; UNANSWERED longest wait first",
      description =
          "A page may be short, or even empty, and still have a nextCursor: a search for what is"
              + " frequent looks through a bounded number of conversations a page. A new message"
              + " can be found a few seconds after it was sent.")
  public Uni<ChatPage> list(
      @PathParam("channelId") String channelId,
      @QueryParam("status") @Parameter(schema = @Schema(implementation = ConversationStatus.class))
          String status,
      @QueryParam("q")
          @Parameter(
              description =
                  "Start of the follower's name, or words of a message, the last of which may be"
                      + " its start only; in whatever case")
          String q,
      @QueryParam("owner") @Parameter(description = "An agent's id, or me") String owner,
      @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") String cursor,
      @QueryParam("limit")
          @Parameter(
              description = "Items of the page; more than 200 is answered with 200",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"))
          String limit) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(
            channel -> {
              ChatListFilter filter = filter(channel, status, q, owner, agent);
              int size = PageRequest.size(limit);
              return list.page(filter, Optional.ofNullable(cursor).map(filter::position), size);
            });
  }

  private static ChatListFilter filter(
      AccessibleChannel channel, String status, String q, String owner, Agent agent) {
    if (owner != null && (owner.isBlank() || !MessageRules.storable(owner))) {
      throw ProblemException.malformed("owner must be an agent's id, or me.");
    }
    Optional<String> name = SearchText.prefix(q);
    return new ChatListFilter(
        channel,
        agent.id(),
        Optional.ofNullable(status).map(ChatListResource::status),
        Optional.ofNullable(owner).map(id -> id.equals(ME) ? agent.id() : id),
        name,
        name.flatMap(SearchWords::of));
  }

  private static ConversationStatus status(String status) {
    return Arrays.stream(ConversationStatus.values())
        .filter(known -> known.name().equals(status))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.malformed(
                    "status must be one of " + Arrays.toString(ConversationStatus.values())));
  }
}
