package io.parley.conversation.samplehistory;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.command.SampleHistory;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.conversation.lifecycle.ConversationState;
import io.parley.conversation.lifecycle.Decision;
import io.parley.conversation.lifecycle.Lifecycle;
import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.log.PastLog.PastCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant UNTIL = Instant.parse("2026-03-31T10:00:00Z");
  private static final SampleHistory.Spec SPEC = spec(7);

  @Test
  void theSameSeedGivesTheSameHistory() {
    // When
    List<Timeline.Step> again = steps(SPEC);

    // Then
    assertThat(again).isEqualTo(steps(SPEC));
    assertThat(again).isNotEqualTo(steps(spec(8)));
  }

  @Test
  void timeNeverGoesBackAndEndsBeforeTheEnd() {
    // When
    List<Instant> times = steps(SPEC).stream().map(step -> step.command().at()).toList();

    // Then
    assertThat(times).isSorted();
    assertThat(times.getFirst()).isAfter(UNTIL.minus(Duration.ofDays(SPEC.days())));
    assertThat(times.getLast()).isBefore(UNTIL);
  }

  @Test
  void theRulesAcceptEveryCommandAndEachChatBegins() {
    // Given
    Map<UUID, ConversationState> states = new HashMap<>();
    List<Decision> refused = new ArrayList<>();

    // When
    for (Timeline.Step step : steps(SPEC)) {
      LogCommand command = step.command().command();
      ConversationState before =
          states.getOrDefault(command.conversationId(), new ConversationState.Quiet());
      switch (Lifecycle.decide(before, ChatMode.TWO_WAY, command.intent())) {
        case Decision.Accepted accepted -> states.put(command.conversationId(), accepted.next());
        case Decision.Refused other -> refused.add(other);
      }
    }

    // Then
    assertThat(refused).isEmpty();
    assertThat(states.values().stream().mapToInt(ConversationState::cycle).sum())
        .isEqualTo(SPEC.chats());
    assertThat(states.values())
        .hasAtLeastOneElementOfType(ConversationState.Unanswered.class)
        .hasAtLeastOneElementOfType(ConversationState.Active.class)
        .hasAtLeastOneElementOfType(ConversationState.Finished.class)
        .anyMatch(state -> state.cycle() > 1);
  }

  @Test
  void everythingThatPeopleDoHappens() {
    // When
    List<LogCommand> commands =
        steps(SPEC).stream().map(Timeline.Step::command).map(PastCommand::command).toList();

    // Then
    assertThat(commands)
        .hasAtLeastOneElementOfType(LogCommand.Note.class)
        .hasAtLeastOneElementOfType(LogCommand.Transfer.class)
        .hasAtLeastOneElementOfType(LogCommand.Finish.class)
        .anyMatch(c -> c instanceof LogCommand.Send send && send.takeOverFrom() != null)
        .anyMatch(c -> c.actor().role() == ParticipantRole.SYSTEM);
    assertThat(sends(commands))
        .allSatisfy(
            send ->
                assertThat(
                        MessageRules.check(send.clientMessageId(), send.text(), List.of(), false))
                    .isEmpty());
  }

  private static Stream<LogCommand.Send> sends(List<LogCommand> commands) {
    return commands.stream()
        .filter(LogCommand.Send.class::isInstance)
        .map(LogCommand.Send.class::cast);
  }

  private static List<Timeline.Step> steps(SampleHistory.Spec spec) {
    List<Timeline.Step> steps = new ArrayList<>();
    new Timeline(spec, UNTIL, 1001).forEachRemaining(steps::add);
    return steps;
  }

  private static SampleHistory.Spec spec(long seed) {
    return new SampleHistory.Spec(
        "demo",
        List.of(new Person("agent-1", "Agent 1"), new Person("agent-2", "Agent 2")),
        "follower-",
        "Follower ",
        seed,
        1_500,
        10);
  }
}
