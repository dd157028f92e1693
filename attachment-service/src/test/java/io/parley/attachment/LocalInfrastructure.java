package io.parley.attachment;

import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Real PostgreSQL, Kafka and issuer for this service's tests, and conversations to ask about. */
public class LocalInfrastructure implements QuarkusTestResourceLifecycleManager {
  /** A page of another origin that may use the API. */
  public static final String SHOP = "https://shop.example";

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(Infrastructure.start().environment());
    settings.put("PARLEY_SERVICE_CLIENT_ID", "attachment-service");
    settings.put("PARLEY_CONVERSATION_SERVICE_URL", KnownConversations.start());
    settings.put("PARLEY_ALLOWED_ORIGINS", "http://localhost:8080," + SHOP);
    settings.put("PARLEY_ATTACHMENT_FOLDER", "target/attachments");
    settings.put("PARLEY_ATTACHMENT_LINK_KEY", "a-secret-of-tests-and-of-nothing-else");
    // Only when a test says so: a round lets every claim lapse that no message has come of yet.
    settings.put("PARLEY_ATTACHMENT_SWEEP_EVERY", "24h");
    settings.put("parley.attachment.sweep.first", "24h");
    settings.put("parley.attachment.storage.minimum-free", "1M");
    settings.put("parley.attachment.life.claim", "0s");
    settings.put("parley.attachment.upload.unsent-per-person", "1000");
    settings.put("quarkus.http.test-port", "0");
    // As fast as ever at first, and then slow enough to be seen.
    settings.put("parley.rate-limits.requests-of-identity", "1/s, 5000 at once");
    settings.put("parley.rate-limits.requests-of-address", "1/s, 20 at once");
    settings.put("parley.rate-limits.uploads-of-identity", "1/s, 500 at once");
    return settings;
  }

  @Override
  public void stop() {
    // Shared by all tests of this JVM; ends with it.
  }
}
