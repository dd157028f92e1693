package io.parley.conversation.verification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The tokens that this service signs. */
@ConfigMapping(prefix = "parley.follower-tokens")
public interface FollowerTokensConfig {
  /** Their {@code iss}. */
  String issuer();

  /**
   * The RSA key that signs them, PKCS #8 in PEM or its base64 alone, the same for all instances.
   * Without it nobody gets such a token.
   */
  Optional<String> key();

  /** How long a token opens sockets; the widget renews it in time. */
  @WithDefault("15m")
  Duration lifetime();

  /** How long after their last visit a browser is still the same visitor. */
  @WithDefault("180d")
  Duration visitorLifetime();
}
