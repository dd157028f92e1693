package io.parley.conversation.verification;

import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.log.MessageRules;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Reads what a channel's partner has signed: who the follower is, for a few minutes and for this
 * channel alone. Only the registered keys count; what a token's header says of keys is not read.
 */
@ApplicationScoped
class IdentityTokens {
  /** Followed by the channel's id. */
  static final String AUDIENCE = "parley/";

  /** A token that lives longer could be found and used long after its page was left. */
  static final int LONGEST_LIFE_MINUTES = 15;

  private static final String VERIFIED = "verified:";
  private static final int CLOCK_SKEW_SECONDS = 30;
  private static final int LONGEST_NAME = 255;

  /** What can be a part of an address without being escaped, or nearly so. */
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._:@+=|-]{1,128}");

  private final IdentityKeys keys;

  IdentityTokens(IdentityKeys keys) {
    this.keys = keys;
  }

  /** The follower whom that token names, or a failure {@code unauthenticated} that says why not. */
  Uni<OwnTokens.Follower> read(String channelId, String identityToken) {
    return keys.live(channelId).map(live -> read(channelId, identityToken, live));
  }

  private static OwnTokens.Follower read(
      String channelId, String identityToken, List<PartnerKey> live) {
    InvalidJwtException why = null;
    for (PartnerKey key : live) {
      try {
        return follower(channelId, verify(channelId, identityToken, key));
      } catch (InvalidJwtException e) {
        boolean signed = !e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID);
        why = why == null || signed ? e : why;
      }
    }
    throw refused(why);
  }

  private static JwtClaims verify(String channelId, String identityToken, PartnerKey key)
      throws InvalidJwtException {
    return new JwtConsumerBuilder()
        .setVerificationKey(key.key())
        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, key.algorithm())
        .setExpectedAudience(AUDIENCE + channelId)
        .setRequireSubject()
        .setRequireExpirationTime()
        .setMaxFutureValidityInMinutes(LONGEST_LIFE_MINUTES)
        .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
        .build()
        .processToClaims(identityToken);
  }

  private static OwnTokens.Follower follower(String channelId, JwtClaims claims) {
    try {
      String subject = claims.getSubject();
      if (!SUBJECT.matcher(subject).matches()) {
        throw unauthenticated("its sub is not 1 to 128 letters, digits or . _ : @ + = | -");
      }
      String name = claims.getStringClaimValue("name");
      boolean shown =
          name != null
              && !name.isBlank()
              && name.length() <= LONGEST_NAME
              && MessageRules.storable(name);
      return new OwnTokens.Follower(
          VERIFIED + channelId + ":" + subject, shown ? name : subject, channelId);
    } catch (MalformedClaimException e) {
      throw unauthenticated("its sub or name is not a text");
    }
  }

  private static ProblemException refused(InvalidJwtException why) {
    if (why == null || why.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
      return unauthenticated("no key of this channel has signed it");
    }
    if (why.hasErrorCode(ErrorCodes.EXPIRED)) {
      return unauthenticated("it has expired");
    }
    if (why.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)
        || why.hasErrorCode(ErrorCodes.EXPIRATION_TOO_FAR_IN_FUTURE)) {
      return unauthenticated("its exp is not within %d minutes".formatted(LONGEST_LIFE_MINUTES));
    }
    if (why.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || why.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return unauthenticated("its aud is not '%s' and the channel's id".formatted(AUDIENCE));
    }
    if (why.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
      return unauthenticated("it has no sub");
    }
    if (why.hasErrorCode(ErrorCodes.MALFORMED_CLAIM)) {
      return unauthenticated("one of its claims is of the wrong type");
    }
    return unauthenticated("it is no token signed as the channel's keys sign");
  }

  private static ProblemException unauthenticated(String reason) {
    return new ProblemException(
        ProblemCode.UNAUTHENTICATED, "The identity token is refused: %s.".formatted(reason));
  }
}
