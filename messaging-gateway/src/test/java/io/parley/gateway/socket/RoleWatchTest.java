package io.parley.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.GatewayTestResource;
import io.parley.gateway.support.TestSocket;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * An administrator takes a role from an agent who is connected with a token that is good for hours.
 */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class RoleWatchTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();
  private static final Path REVOKED =
      Path.of(System.getProperty("io.parley.localstack.infrastructure"), "revoked-roles");

  @TestHTTPResource("/")
  URI base;

  @Test
  void aRevokedRoleClosesTheAgentsSocketsAndNoOthers() throws IOException {
    // Given
    try (TestSocket agent = TestSocket.open(base, "/ws/agent", INFRASTRUCTURE.token("agent-2"));
        TestSocket second = TestSocket.open(base, "/ws/agent", INFRASTRUCTURE.token("agent-2"));
        TestSocket other = TestSocket.open(base, "/ws/agent", INFRASTRUCTURE.token("agent-1"))) {
      agent.await("welcome");
      second.await("welcome");
      other.await("welcome");

      // When
      Files.writeString(REVOKED, "agent-2 agent\nagent-1 analyst\n");

      // Then
      assertThat(agent.awaitClose()).isEqualTo(1008);
      assertThat(second.awaitClose()).isEqualTo(1008);
      other.sync();
      assertThat(other.isOpen()).isTrue();
    } finally {
      Files.deleteIfExists(REVOKED);
    }
  }
}
