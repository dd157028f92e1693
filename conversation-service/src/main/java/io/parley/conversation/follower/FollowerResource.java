package io.parley.conversation.follower;

import io.parley.contracts.command.ConversationStatus;
import io.parley.conversation.access.AccessibleFollower;
import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.access.FollowerAccess;
import io.parley.conversation.chatlist.ConversationView;
import io.parley.conversation.chatlist.Conversations;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationDirectory;
import io.parley.conversation.request.PageRequest;
import io.parley.conversation.request.SearchText;
import io.parley.rest.identity.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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

/** Finding a follower, and opening the thread. */
@Path("/api/channels/{channelId}/followers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "followers")
public class FollowerResource {
  private final ChannelAccess channels;
  private final FollowerAccess access;
  private final Followers followers;
  private final ConversationDirectory directory;
  private final Database database;
  private final Conversations conversations;
  private final CurrentAgent caller;

  FollowerResource(
      ChannelAccess channels,
      FollowerAccess access,
      Followers followers,
      ConversationDirectory directory,
      Database database,
      Conversations conversations,
      CurrentAgent caller) {
    this.channels = channels;
    this.access = access;
    this.followers = followers;
    this.directory = directory;
    this.database = database;
    this.conversations = conversations;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "findFollowers", summary = "The channel's followers by name")
  public Uni<FollowerPage> find(
      @PathParam("channelId") String channelId,
      @QueryParam("q") @Parameter(description = "Start of the name, in whatever case") String q,
      @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") String cursor,
      @QueryParam("limit")
          @Parameter(
              description = "Items of the page; more than 200 is answered with 200",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"))
          String limit) {
    return channels
        .forAgent(channelId, caller.get())
        .flatMap(
            channel ->
                followers.find(
                    channel,
                    SearchText.prefix(q),
                    Optional.ofNullable(cursor),
                    PageRequest.size(limit)));
  }

  @PUT
  @Path("/{followerId}/conversation")
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "openConversation",
      summary = "The thread with the follower, made quiet if there was none")
  public Uni<ConversationView> open(
      @PathParam("channelId") String channelId, @PathParam("followerId") String followerId) {
    return access
        .forAgent(channelId, followerId, caller.get())
        .flatMap(
            follower ->
                thread(follower)
                    .flatMap(
                        found ->
                            found.status() == ConversationStatus.ERASED
                                ? thread(follower)
                                : Uni.createFrom().item(found)));
  }

  /** An instance that remembers an erased thread forgets it here. */
  private Uni<ConversationView> thread(AccessibleFollower follower) {
    return database
        .bounded(directory.findOrOpen(follower.channelId(), follower.person()))
        .flatMap(
            ref ->
                conversations
                    .get(ref)
                    .invoke(
                        view -> {
                          if (view.status() == ConversationStatus.ERASED) {
                            directory.forget(ref);
                          }
                        }));
  }
}
