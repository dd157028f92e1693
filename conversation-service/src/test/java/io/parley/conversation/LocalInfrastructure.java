package io.parley.conversation;

import io.parley.localstack.Infrastructure;
import io.parley.localstack.identity.FollowerTokensKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Real PostgreSQL, Kafka and issuer for this service's tests. */
public class LocalInfrastructure implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(Infrastructure.start().environment());
    settings.put("quarkus.http.test-port", "0");
    settings.put("PARLEY_FOLLOWER_TOKENS_KEY", FollowerTokensKey.create());
    // As fast as ever at first, and then slow enough to be seen.
    settings.put("parley.rate-limits.requests-of-identity", "1/s, 5000 at once");
    settings.put("parley.rate-limits.requests-of-address", "1/s, 20 at once");
    settings.put("PARLEY_ATTACHMENT_SERVICE_URL", KnownAttachments.start());
    settings.put("PARLEY_ANALYTICS_SERVICE_URL", KnownAttachments.start());
    settings.put("PARLEY_PRIVACY_SETTLE", "100ms");
    return settings;
  }

  @Override
  public void stop() {
    // Shared by all tests of this JVM, and closed when it exits.
  }
}
