package io.parley.conversation.identity;

import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.log.MessageRules;
import io.parley.rest.problem.ProblemException;
import io.parley.rest.ratelimit.RateLimits;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The agent behind the current request. Only for routes that require an agent's role. */
@RequestScoped
public class CurrentAgent {
  private final SecurityIdentity identity;
  private final RateLimits limits;
  private Agent agent;

  CurrentAgent(SecurityIdentity identity, RateLimits limits) {
    this.identity = identity;
    this.limits = limits;
  }

  /**
   * Who asks. The first time in a request, this counts as a call of that agent.
   *
   * @throws ProblemException when the token does not say who it is, or that agent asks too often
   */
  public Agent get() {
    if (agent == null) {
      Agent asking = read();
      limits.countRequest("AGENT:" + asking.id());
      agent = asking;
    }
    return agent;
  }

  private Agent read() {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      throw unusable();
    }
    String id = token.getSubject();
    if (id == null || id.isBlank() || !MessageRules.storable(id)) {
      throw unusable();
    }
    return new Agent(id, name(token, id), identity.getRoles(), channels(token));
  }

  private static String name(JsonWebToken token, String id) {
    Object name = token.getClaim("name");
    String text = name instanceof JsonString json ? json.getString() : String.valueOf(name);
    return name == null || text.isBlank() || !MessageRules.storable(text) ? id : text;
  }

  private static Set<String> channels(JsonWebToken token) {
    Object claim = token.getClaim("channels");
    Stream<?> channels =
        switch (claim) {
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

  private static ProblemException unusable() {
    return new ProblemException(ProblemCode.UNAUTHENTICATED, "The token does not say whose it is.");
  }
}
