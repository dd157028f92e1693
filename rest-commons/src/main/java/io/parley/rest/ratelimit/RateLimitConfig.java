package io.parley.rest.ratelimit;

import io.parley.contracts.limit.AddressRange;
import io.parley.contracts.limit.Rate;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Other rates than those of the table, and who shares them. */
@ConfigMapping(prefix = "parley.rate-limits")
public interface RateLimitConfig {
  /** Instances of this service; each lets through its share. */
  @WithDefault("1")
  int instances();

  /** Proxies whose X-Forwarded-For is believed: addresses or ranges. */
  @WithDefault("127.0.0.0/8,::1")
  List<AddressRange> trustedProxies();

  /** REST calls from one address. */
  Optional<Rate> requestsOfAddress();

  /** REST calls of one person. */
  Optional<Rate> requestsOfIdentity();
}
