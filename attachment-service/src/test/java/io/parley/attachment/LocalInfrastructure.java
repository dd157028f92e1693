package io.parley.attachment;

import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A real issuer for this service's tests. */
public class LocalInfrastructure implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(Infrastructure.start().environment());
    settings.put("PARLEY_ATTACHMENT_FOLDER", "target/attachments");
    return settings;
  }

  @Override
  public void stop() {
    // Shared by all tests of this JVM; ends with it.
  }
}
