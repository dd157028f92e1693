package io.parley.conversation.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How messages are made findable. */
@ConfigMapping(prefix = "parley.search")
public interface SearchConfig {
  /** Events that one round reads at most: small rounds keep nobody waiting. */
  @WithDefault("100")
  @Min(1)
  @Max(100000)
  int eventsPerRound();

  /** Times as long as a round took that it rests then: under load, chat goes first. */
  @WithDefault("9")
  @Min(0)
  @Max(100)
  int rest();

  /** Conversations that one round looks at to find those it has missed, such as after an outage. */
  @WithDefault("2000")
  @Min(1)
  @Max(100000)
  int sweepPerRound();

  /** How long after an event its commit may come at the latest; each round looks back so far. */
  @WithDefault("30s")
  Duration lookBack();
}
