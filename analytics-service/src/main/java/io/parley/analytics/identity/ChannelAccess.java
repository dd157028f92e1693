package io.parley.analytics.identity;

import io.parley.rest.problem.ProblemException;
import io.parley.rest.ratelimit.RateLimits;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The only way to a channel's figures: by the caller's token. */
@RequestScoped
public class ChannelAccess {
  private final SecurityIdentity identity;
  private final RateLimits limits;

  ChannelAccess(SecurityIdentity identity, RateLimits limits) {
    this.identity = identity;
    this.limits = limits;
  }

  /**
   * The channel, if the caller has a part in it. Counts as a call of this person.
   *
   * @throws ProblemException {@code not-found} otherwise, {@code rate-limited} when asked too often
   */
  public AccessibleChannel get(String channelId) {
    limits.countRequest("AGENT:" + identity.getPrincipal().getName());
    boolean own =
        identity.getPrincipal() instanceof JsonWebToken token
            && channelId.indexOf('\0') < 0
            && channels(token).anyMatch(channelId::equals);
    if (!own) {
      throw ProblemException.notFound();
    }
    return new AccessibleChannel(channelId);
  }

  private static Stream<?> channels(JsonWebToken token) {
    Object claim = token.getClaim("channels");
    Stream<?> channels =
        switch (claim) {
          case JsonArray array -> array.stream();
          case Collection<?> collection -> collection.stream();
          case null, default -> Stream.empty();
        };
    return channels.map(channel -> channel instanceof JsonString json ? json.getString() : channel);
  }
}
