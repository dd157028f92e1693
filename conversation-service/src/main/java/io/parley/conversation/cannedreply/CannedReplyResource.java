package io.parley.conversation.cannedreply;

import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationRef;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The canned replies of a channel. */
@Path("/api/channels/{channelId}/canned-replies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "canned replies")
public class CannedReplyResource {
  private static final Pattern SHORTCUT =
      Pattern.compile("[\\p{L}\\p{N}._-]{1," + Limit.CANNED_REPLY_SHORTCUT_LENGTH.value() + "}");

  private final ChannelAccess access;
  private final CannedReplies replies;
  private final CurrentAgent caller;

  CannedReplyResource(ChannelAccess access, CannedReplies replies, CurrentAgent caller) {
    this.access = access;
    this.replies = replies;
    this.caller = caller;
  }

  /** A canned reply as it is to be. */
  @Schema(name = "EditCannedReply")
  public record Edit(
      @Schema(
              required = true,
              maxLength = 32,
              description = "Letters, digits and . _ -; unique in the channel, in whatever case")
          String shortcut,
      @Schema(required = true, maxLength = 8000) String text) {}

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "listCannedReplies", summary = "All of the channel, by shortcut")
  public Uni<CannedReply.Page> list(@PathParam("channelId") String channelId) {
    return access.forAgent(channelId, caller.get()).flatMap(replies::list);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(operationId = "addCannedReply", summary = "Add a canned reply")
  public Uni<CannedReply> add(@PathParam("channelId") String channelId, Edit body) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(
            channel -> {
              check(body);
              return replies.add(channel, body.shortcut(), body.text(), agent);
            });
  }

  @PUT
  @Path("/{replyId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(operationId = "changeCannedReply", summary = "Change a canned reply")
  public Uni<CannedReply> change(
      @PathParam("channelId") String channelId, @PathParam("replyId") String replyId, Edit body) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(
            channel -> {
              check(body);
              return replies.change(channel, id(replyId), body.shortcut(), body.text(), agent);
            });
  }

  @DELETE
  @Path("/{replyId}")
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(operationId = "deleteCannedReply", summary = "Delete a canned reply")
  public Uni<Void> delete(
      @PathParam("channelId") String channelId, @PathParam("replyId") String replyId) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(channel -> replies.delete(channel, id(replyId), agent));
  }

  private static UUID id(String replyId) {
    return ConversationRef.parseId(replyId).orElseThrow(ProblemException::notFound);
  }

  private static void check(Edit body) {
    if (body == null || body.shortcut() == null || !SHORTCUT.matcher(body.shortcut()).matches()) {
      throw ProblemException.malformed(
          "shortcut must be 1 to %d letters, digits or . _ -"
              .formatted(Limit.CANNED_REPLY_SHORTCUT_LENGTH.value()));
    }
    if (body.text() == null || body.text().isBlank()) {
      throw new ProblemException(ProblemCode.MESSAGE_EMPTY, "Write the reply's text.");
    }
    if (body.text().length() > Limit.MESSAGE_TEXT_LENGTH.value()) {
      throw new ProblemException(
          ProblemCode.MESSAGE_TOO_LONG,
          "At most %d characters are allowed.".formatted(Limit.MESSAGE_TEXT_LENGTH.value()));
    }
  }
}
