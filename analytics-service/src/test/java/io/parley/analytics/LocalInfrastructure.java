package io.parley.analytics;

import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Real PostgreSQL, Kafka and issuer for this service's tests, and a log to export from. */
public class LocalInfrastructure implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(Infrastructure.start().environment());
    settings.put("PARLEY_SERVICE_CLIENT_ID", "analytics-service");
    settings.put("PARLEY_CONVERSATION_SERVICE_URL", LogServer.start());
    settings.put("quarkus.http.test-port", "0");
    // As fast as ever at first, and then slow enough to be seen.
    settings.put("parley.rate-limits.requests-of-identity", "1/s, 5000 at once");
    settings.put("parley.rate-limits.requests-of-address", "1/s, 20 at once");
    settings.put("parley.analytics.ingest.hole-patience", "1s");
    settings.put("parley.analytics.audit.keep-replaced", "0s");
    return settings;
  }

  @Override
  public void stop() {
    // Shared by all tests of this JVM, and closed when it exits.
  }
}
