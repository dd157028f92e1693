package io.parley.localstack.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.localstack.process.StackException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPeopleTest {
  @ParameterizedTest
  @CsvSource({
    "agent-1, Agent 1, AGENTS, agent, demo",
    "agent-2, Agent 2, AGENTS, agent, demo",
    "agent-3, Agent 3, AGENTS, agent chat-admin, other",
    "admin-1, Admin 1, AGENTS, agent chat-admin analyst, demo",
    "follower-12, Follower 12, FOLLOWERS, follower, demo",
    "other-follower-3, Other Follower 3, FOLLOWERS, follower, other",
    "both-follower-9, Both Follower 9, FOLLOWERS, follower, demo other",
  })
  void aNameSaysWhoItIs(String sub, String name, Realm realm, String roles, String channels) {
    // Given a name
    // When
    DemoPerson person = DemoPeople.get(sub);

    // Then
    assertThat(person)
        .isEqualTo(
            new DemoPerson(
                sub, name, realm, List.of(roles.split(" ", -1)), List.of(channels.split(" ", -1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bob",
        "agent-4",
        "agent-0",
        "admin-2",
        "follower-0",
        "follower-01",
        "follower-",
        "follower--1",
        "Follower-1",
        "follower-1 ",
        "follower-1234567890",
        "follower-1..2..3"
      })
  void otherNamesAreNobodys(String name) {
    // Given a name
    // When
    var people = DemoPeople.find(name);

    // Then
    assertThat(people).isEmpty();
    assertThatThrownBy(() -> DemoPeople.parse(name))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("follower-N");
  }

  @Test
  void aRangeNamesEveryoneInOrder() {
    // Given
    String range = "both-follower-9..11";

    // When
    List<DemoPerson> people = DemoPeople.parse(range);

    // Then
    assertThat(people)
        .extracting(DemoPerson::sub)
        .containsExactly("both-follower-9", "both-follower-10", "both-follower-11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"follower-3..2", "follower-1..1000001", "agent-1..4"})
  void aRangeThatNamesNobodyIsRefused(String range) {
    // Given a range
    // When, Then
    assertThatThrownBy(() -> DemoPeople.parse(range)).isInstanceOf(StackException.class);
  }
}
