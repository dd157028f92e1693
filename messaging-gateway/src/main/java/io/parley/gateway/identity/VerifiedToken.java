package io.parley.gateway.identity;

import io.parley.contracts.command.Actor;
import io.parley.gateway.frame.FrameReader;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What this service keeps of a token whose signature, issuer, audience and times were verified.
 *
 * @param expiresAtSeconds seconds since the epoch
 */
public record VerifiedToken(Actor actor, long expiresAtSeconds) {
  private static final int MAX_ID_LENGTH = 255;
  private static final int MAX_CHANNELS = 500;

  /**
   * Reads an identity, checking its role once more in code.
   *
   * @return empty when the token does not make its bearer a participant of that side
   */
  static Optional<VerifiedToken> of(SecurityIdentity identity, Side side) {
    if (identity == null
        || identity.isAnonymous()
        || !(identity.getPrincipal() instanceof JsonWebToken token)
        || !identity.hasRole(side.tokenRole())) {
      return Optional.empty();
    }
    String id = token.getSubject();
    if (id == null || id.isBlank() || id.length() > MAX_ID_LENGTH || !FrameReader.isText(id)) {
      return Optional.empty();
    }
    String name = token.getClaim("name");
    Optional<Set<String>> channels = channels(token.getClaim("channels"));
    if (channels.isEmpty() || token.getExpirationTime() <= 0) {
      return Optional.empty();
    }
    String shown =
        name == null || name.isBlank() || name.length() > MAX_ID_LENGTH || !FrameReader.isText(name)
            ? id
            : name;
    return Optional.of(
        new VerifiedToken(
            new Actor(side.role(), id, shown, channels.get()), token.getExpirationTime()));
  }

  private static Optional<Set<String>> channels(Object claim) {
    Set<String> channels = new LinkedHashSet<>();
    switch (claim) {
      case null -> {
        // Somebody without channels is somebody all the same.
      }
      case JsonArray array ->
          array.forEach(
              value -> channels.add(value instanceof JsonString name ? name.getString() : null));
      case Collection<?> names ->
          names.forEach(value -> channels.add(value instanceof String name ? name : null));
      default -> {
        return Optional.empty();
      }
    }
    boolean readable =
        channels.size() <= MAX_CHANNELS
            && channels.stream()
                .allMatch(
                    channel ->
                        channel != null
                            && !channel.isBlank()
                            && channel.length() <= MAX_ID_LENGTH
                            && FrameReader.isText(channel));
    // Channels are few and people many: one string for all of a channel's sockets.
    return readable
        ? Optional.of(
            channels.stream()
                .map(String::intern)
                .collect(java.util.stream.Collectors.toUnmodifiableSet()))
        : Optional.empty();
  }
}
