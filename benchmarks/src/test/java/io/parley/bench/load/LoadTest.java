package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bench.cost.CpuMeter;
import io.parley.bench.socket.SocketLoop;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The generator against a server that only speaks the frames. */
class LoadTest {
  private static final CpuMeter NO_PROCESSES = new CpuMeter(Map::of);

  @Test
  void closedLoopCountsMessagesAckedAndDelivered() throws IOException {
    // Given
    try (TinyChatServer server = new TinyChatServer(0);
        SocketLoop loop = new SocketLoop();
        Fleet fleet = Fleet.connect(server.target(), loop, "t1", 1, 20, 3)) {

      // When
      LoadResult result = ClosedLoop.run(fleet, 0.1, 0.5, NO_PROCESSES);

      // Then
      assertThat(result.messages()).isGreaterThan(100);
      assertThat(result.ack().count()).isBetween(result.messages() - 20, result.messages() + 20);
      assertThat(result.unfinished()).isZero();
      assertThat(result.misordered()).isZero();
      assertThat(result.refusals()).isEmpty();
      assertThat(result.conversations()).isEqualTo(20);
      assertThat(result.agentConnections()).isEqualTo(3);
    }
  }

  @Test
  void openLoopSendsWhatTheTimetableSays() throws IOException {
    // Given
    try (TinyChatServer server = new TinyChatServer(0);
        SocketLoop loop = new SocketLoop();
        Fleet fleet = Fleet.connect(server.target(), loop, "t2", 1, 7, 1)) {

      // When
      LoadResult result = OpenLoop.run(fleet, 500, 0.1, 0.4, NO_PROCESSES);

      // Then
      assertThat(result.messages()).isEqualTo(200);
      assertThat(result.ack().count()).isEqualTo(200);
      assertThat(result.delivery().count()).isEqualTo(200);
      assertThat(result.lateness().count()).isEqualTo(200);
      assertThat(result.unfinished()).isZero();
      assertThat(result.seconds()).isBetween(0.3, 5.0);
    }
  }

  @Test
  void openLoopNoticesWhatIsNotDelivered() throws IOException {
    // Given
    try (TinyChatServer server = new TinyChatServer(10);
        SocketLoop loop = new SocketLoop();
        Fleet fleet = Fleet.connect(server.target(), loop, "t3", 1, 2, 1)) {

      // When
      LoadResult result = OpenLoop.run(fleet, 1_000, 0, 0.04, NO_PROCESSES, 500_000_000L);

      // Then: two conversations with events 3 to 22, of which 10 and 20 are lost.
      assertThat(result.unfinished()).isEqualTo(4);
      assertThat(result.misordered()).isEqualTo(4);
    }
  }

  @Test
  void saysWhyAConnectionIsRefused() throws IOException {
    // Given
    URI nobody;
    try (ServerSocket gone = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + gone.getLocalPort());
    }
    Target target = new Target(nobody, names -> List.of("token"));

    // Then
    try (SocketLoop loop = new SocketLoop()) {
      assertThatThrownBy(() -> Fleet.connect(target, loop, "t4", 1, 1, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("No socket at " + target.socket("/ws/follower"));
    }
  }
}
