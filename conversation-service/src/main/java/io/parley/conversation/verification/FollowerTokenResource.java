package io.parley.conversation.verification;

import io.parley.conversation.log.MessageRules;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The tokens of followers whom no issuer knows. Open to everybody: what is asked for is decided by
 * what the body brings.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "identity")
public class FollowerTokenResource {
  private static final int LONGEST_TOKEN = 8_000;
  private static final int LONGEST_CHANNEL = 255;

  private final OwnTokens tokens;
  private final IdentityTokens identities;
  private final Visitors visitors;

  FollowerTokenResource(OwnTokens tokens, IdentityTokens identities, Visitors visitors) {
    this.tokens = tokens;
    this.identities = identities;
    this.visitors = visitors;
  }

  /** Whom the partner vouches for. */
  @Schema(name = "Identify")
  public record Identify(
      @Schema(required = true) String channelId,
      @Schema(
              required = true,
              description =
                  "A JWT that a registered key of the channel has signed: aud 'parley/' and the"
                      + " channel's id, sub the partner's own id of the person, name, exp within"
                      + " 15 minutes")
          String identityToken) {}

  /** Who visits. */
  @Schema(name = "Visit")
  public record Visit(
      @Schema(required = true) String channelId,
      @Schema(description = "What the last answer gave to keep; none for somebody new")
          String visitorToken) {}

  @POST
  @Path("/follower-tokens")
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirements
  @Operation(
      operationId = "identifyFollower",
      summary = "A token for a person whom the channel's partner vouches for")
  public Uni<FollowerToken> identify(Identify body) {
    if (body == null || !isToken(body.identityToken())) {
      throw ProblemException.malformed("identityToken must be a JWT.");
    }
    return identities
        .read(channel(body.channelId()), body.identityToken())
        .flatMap(tokens::follower);
  }

  @POST
  @Path("/visitor-tokens")
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirements
  @Operation(
      operationId = "admitVisitor",
      summary = "A token for a visitor, where the channel lets visitors in")
  public Uni<VisitorToken> admit(Visit body) {
    if (body == null || (body.visitorToken() != null && !isToken(body.visitorToken()))) {
      throw ProblemException.malformed("visitorToken must be what an earlier answer gave.");
    }
    String channelId = channel(body.channelId());
    return visitors
        .allowed(channelId)
        .map(
            allowed -> {
              if (!allowed) {
                throw ProblemException.notFound();
              }
              return body.visitorToken() == null
                  ? OwnTokens.newVisitor(channelId)
                  : tokens.readVisitor(channelId, body.visitorToken());
            })
        .flatMap(tokens::visitor);
  }

  @GET
  @Path("/identity/jwks")
  @SecurityRequirements
  @Operation(
      operationId = "getFollowerTokenKeys",
      summary = "The public keys of these tokens, as a JSON Web Key Set")
  public PublicKeys keys() {
    return tokens.publicKeys();
  }

  private static String channel(String channelId) {
    if (channelId == null
        || channelId.isEmpty()
        || channelId.length() > LONGEST_CHANNEL
        || !MessageRules.storable(channelId)) {
      throw ProblemException.malformed("channelId must be a channel's id.");
    }
    return channelId;
  }

  private static boolean isToken(String text) {
    return text != null && !text.isEmpty() && text.length() <= LONGEST_TOKEN;
  }
}
