package io.parley.conversation.verification;

import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.verification.OwnTokens.Follower;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
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
  private static final String NO_VISITOR_TOKEN =
      "visitorToken must be what an earlier answer gave.";

  private final OwnTokens tokens;
  private final IdentityTokens identities;
  private final Visitors visitors;
  private final VisitorMerges merges;

  FollowerTokenResource(
      OwnTokens tokens, IdentityTokens identities, Visitors visitors, VisitorMerges merges) {
    this.tokens = tokens;
    this.identities = identities;
    this.visitors = visitors;
    this.merges = merges;
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
          String identityToken,
      @Schema(
              description =
                  "What a visitor's browser keeps: the person goes on in that visitor's"
                      + " conversation, or it is linked to theirs")
          String visitorToken) {}

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
      summary = "A token for a person whom the channel's partner vouches for",
      description =
          "A visitor's token that comes along merges that visitor with the person, once and for"
              + " ever; one that is no good changes nothing.")
  public Uni<FollowerToken> identify(Identify body) {
    if (body == null || !isToken(body.identityToken())) {
      throw ProblemException.malformed("identityToken must be a JWT.");
    }
    if (body.visitorToken() != null && !isToken(body.visitorToken())) {
      throw ProblemException.malformed(NO_VISITOR_TOKEN);
    }
    String channelId = channel(body.channelId());
    return identities
        .read(channelId, body.identityToken())
        .flatMap(
            known ->
                body.visitorToken() == null
                    ? merges.kept(known).flatMap(tokens::follower)
                    : merged(known, tokens.readVisitor(channelId, body.visitorToken())));
  }

  /**
   * Both have proved who they are: the person by the partner's signature, the browser by its token.
   */
  private Uni<FollowerToken> merged(Follower known, Optional<Follower> visitor) {
    return visitor
        .map(each -> merges.merge(each, known))
        .orElseGet(() -> Uni.createFrom().item(Merge.REFUSED))
        .flatMap(
            merge ->
                merges
                    .kept(known)
                    .flatMap(tokens::follower)
                    .map(token -> token.withVisitor(merge)));
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
      throw ProblemException.malformed(NO_VISITOR_TOKEN);
    }
    String channelId = channel(body.channelId());
    return visitors
        .allowed(channelId)
        .flatMap(
            allowed -> {
              if (!allowed) {
                throw ProblemException.notFound();
              }
              return body.visitorToken() == null
                  ? Uni.createFrom().item(OwnTokens.newVisitor(channelId))
                  : visitorStill(channelId, body.visitorToken());
            })
        .flatMap(tokens::visitor);
  }

  private Uni<Follower> visitorStill(String channelId, String visitorToken) {
    Follower visitor =
        tokens
            .readVisitor(channelId, visitorToken)
            .orElseThrow(() -> unauthenticated("is none of this channel, or too old"));
    return merges
        .isKnown(visitor)
        .invoke(
            known -> {
              if (known) {
                throw unauthenticated("is of somebody who is known by now");
              }
            })
        .replaceWith(visitor);
  }

  private static ProblemException unauthenticated(String why) {
    return new ProblemException(
        ProblemCode.UNAUTHENTICATED, "The visitor token %s.".formatted(why));
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
