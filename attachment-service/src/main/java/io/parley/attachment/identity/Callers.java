package io.parley.attachment.identity;

import io.parley.contracts.command.Actor;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Reads who asks from a verified token. */
public final class Callers {
  private Callers() {}

  /** The follower or agent behind a request; empty when it carries no token. */
  public static Optional<Actor> find(RoutingContext context) {
    return context.user() instanceof QuarkusHttpUser user
            && !user.getSecurityIdentity().isAnonymous()
        ? Optional.of(of(user.getSecurityIdentity()))
        : Optional.empty();
  }

  /**
   * The follower or agent that a token names.
   *
   * @throws ProblemException when it names neither
   */
  public static Actor of(SecurityIdentity identity) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)
        || token.getSubject() == null
        || !isName(token.getSubject())) {
      throw new ProblemException(
          ProblemCode.UNAUTHENTICATED, "The token does not say whose it is.");
    }
    ParticipantRole role;
    if (identity.hasRole(Role.AGENT)) {
      role = ParticipantRole.AGENT;
    } else if (identity.hasRole(Role.FOLLOWER)) {
      role = ParticipantRole.FOLLOWER;
    } else {
      throw new ProblemException(
          ProblemCode.FORBIDDEN, "Attachments are for followers and agents.");
    }
    return new Actor(role, token.getSubject(), name(token), channels(token));
  }

  /** One name for one person, to count by. */
  public static String key(Actor actor) {
    return actor.role() + ":" + actor.id();
  }

  private static String name(JsonWebToken token) {
    Object claim = token.getClaim("name");
    String name = claim instanceof JsonString json ? json.getString() : String.valueOf(claim);
    return claim == null || !isName(name) ? token.getSubject() : name;
  }

  /** PostgreSQL refuses U+0000, and a lone surrogate has no UTF-8 form. */
  private static boolean isName(String text) {
    return !text.isBlank()
        && text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
  }

  private static Set<String> channels(JsonWebToken token) {
    Stream<?> channels =
        switch (token.getClaim("channels")) {
          case JsonArray array -> array.stream();
          case Collection<?> collection -> collection.stream();
          case null, default -> Stream.empty();
        };
    return channels
        .map(channel -> channel instanceof JsonString json ? json.getString() : channel)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.toUnmodifiableSet());
  }
}
