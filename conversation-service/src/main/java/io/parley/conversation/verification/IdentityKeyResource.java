package io.parley.conversation.verification;

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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys with which a channel's partner signs identity tokens. */
@Path("/api/channels/{channelId}/identity-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.CHAT_ADMIN)
@Tag(name = "identity")
public class IdentityKeyResource {
  private final ChannelAccess access;
  private final IdentityKeys keys;
  private final CurrentAgent caller;

  IdentityKeyResource(ChannelAccess access, IdentityKeys keys, CurrentAgent caller) {
    this.access = access;
    this.keys = keys;
    this.caller = caller;
  }

  /** A key to register. */
  @Schema(name = "AddIdentityKey")
  public record Add(
      @Schema(
              required = true,
              description =
                  "PEM of a public key: EC on P-256 (ES256), or RSA of 2048 to 4096 bits (RS256)")
          String publicKey) {}

  @GET
  @Operation(operationId = "listIdentityKeys", summary = "All of the channel, oldest first")
  public Uni<IdentityKey.Page> list(@PathParam("channelId") String channelId) {
    return access.forAgent(channelId, caller.get()).flatMap(keys::list);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "addIdentityKey",
      summary = "Register a key",
      description = "Two at a time, so that the partner can change keys without a gap.")
  public Uni<IdentityKey> add(@PathParam("channelId") String channelId, Add body) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(
            channel ->
                keys.add(
                    channel, PartnerKey.fromPem(body == null ? null : body.publicKey()), agent));
  }

  @DELETE
  @Path("/{keyId}")
  @Operation(
      operationId = "retireIdentityKey",
      summary = "Retire a key",
      description = "What it signs is refused from now on; tokens given for it last their minutes.")
  public Uni<Void> retire(
      @PathParam("channelId") String channelId, @PathParam("keyId") String keyId) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(channel -> keys.retire(channel, id(keyId), agent));
  }

  private static UUID id(String keyId) {
    return ConversationRef.parseId(keyId).orElseThrow(ProblemException::notFound);
  }
}
