package io.parley.analytics;

import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real broker and issuer for this service's tests. */
public class LocalInfrastructure implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Infrastructure.start().environment();
  }

  @Override
  public void stop() {
    // Shared by all tests of this JVM; ends with it.
  }
}
