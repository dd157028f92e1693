package io.parley.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.gateway.presence.PresenceBoard.Change;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceBoardTest {
  private static final Set<String> DEMO = Set.of("demo");
  private static final Participant AGENT =
      new Participant(ParticipantRole.AGENT, "agent-1", "Agent 1");
  private static final Participant FOLLOWER =
      new Participant(ParticipantRole.FOLLOWER, "follower-1", "Follower 1");

  private final PresenceBoard board = new PresenceBoard();

  @Test
  void somebodyIsOnlineAsLongAsAnyGatewaySaysSo() {
    // Given
    List<Change> came = board.told("g1", AGENT, DEMO, true);
    List<Change> cameAgain = board.told("g2", AGENT, DEMO, true);

    // When
    List<Change> leftOne = board.told("g1", AGENT, DEMO, false);
    boolean between = board.agentsOnline("demo");
    List<Change> leftBoth = board.told("g2", AGENT, DEMO, false);

    // Then
    assertThat(came).containsExactly(new Change(AGENT, DEMO, true));
    assertThat(cameAgain).isEmpty();
    assertThat(leftOne).isEmpty();
    assertThat(between).isTrue();
    assertThat(leftBoth).containsExactly(new Change(AGENT, DEMO, false));
    assertThat(board.agentsOnline("demo")).isFalse();
  }

  @Test
  void aGatewayThatFallsSilentTakesItsPeopleAlong() {
    // Given
    board.alive("g1", 0);
    board.alive("g2", 0);
    board.told("g1", AGENT, DEMO, true);
    board.told("g1", FOLLOWER, DEMO, true);
    board.told("g2", FOLLOWER, DEMO, true);
    board.alive("g2", 50);

    // When
    List<Change> gone = board.dropSilent(60, 30);

    // Then
    assertThat(gone).containsExactly(new Change(AGENT, DEMO, false));
    assertThat(board.find(ParticipantRole.FOLLOWER, "follower-1")).isEqualTo(FOLLOWER);
    assertThat(board.find(ParticipantRole.AGENT, "agent-1")).isNull();
  }

  @Test
  void goingTwiceChangesNothing() {
    // Given
    board.told("g1", FOLLOWER, DEMO, true);
    board.told("g1", FOLLOWER, DEMO, false);

    // When
    List<Change> again = board.told("g1", FOLLOWER, DEMO, false);

    // Then
    assertThat(again).isEmpty();
  }

  @Test
  void agentsAreCountedByChannel() {
    // Given
    board.told("g1", AGENT, Set.of("demo", "other"), true);
    board.told("g1", new Participant(ParticipantRole.AGENT, "agent-2", "Agent 2"), DEMO, true);

    // When
    board.told("g1", AGENT, Set.of("demo", "other"), false);

    // Then
    assertThat(board.agentsOnlineCount("demo")).isEqualTo(1);
    assertThat(board.agentsOnline("other")).isFalse();
  }

  @Test
  void followersAreNoAgents() {
    // Given
    board.told("g1", FOLLOWER, DEMO, true);

    // When
    boolean agents = board.agentsOnline("demo");

    // Then
    assertThat(agents).isFalse();
  }
}
