package io.parley.conversation.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Person;
import io.parley.conversation.lifecycle.ConversationState.Active;
import io.parley.conversation.lifecycle.ConversationState.Finished;
import io.parley.conversation.lifecycle.ConversationState.Quiet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds in every history of random intents; the repetition is the seed. */
class LifecyclePropertiesTest {
  private static final int STEPS = 500;
  private static final List<Person> AGENTS =
      List.of(new Person("a", "A"), new Person("b", "B"), new Person("c", "C"));

  @RepeatedTest(200)
  void everyHistoryKeepsTheRules(RepetitionInfo repetition) {
    // Given
    Random random = new Random(repetition.getCurrentRepetition());
    ConversationState state = new Quiet();
    int opened = 0;
    int finished = 0;

    for (int step = 0; step < STEPS; step++) {
      ChatMode mode = random.nextInt(4) == 0 ? ChatMode.ONE_WAY : ChatMode.TWO_WAY;
      Intent intent = intent(random, state);

      // When
      Decision decision = Lifecycle.decide(state, mode, intent);

      // Then
      if (decision instanceof Decision.Accepted accepted) {
        check(state, mode, intent, accepted);
        opened += count(accepted, Decision.Opened.class);
        finished += count(accepted, Decision.Finished.class);
        state = accepted.next();
      } else {
        assertThat(intent).isNotInstanceOf(Intent.SystemSends.class);
      }
      assertThat(state.cycle()).isEqualTo(opened);
      assertThat(opened - finished)
          .as("open cycles")
          .isEqualTo(
              state.status() == ConversationStatus.UNANSWERED
                      || state.status() == ConversationStatus.ACTIVE
                  ? 1
                  : 0);
    }
  }

  private static void check(
      ConversationState before, ChatMode mode, Intent intent, Decision.Accepted accepted) {
    ConversationState after = accepted.next();
    assertThat(after.cycle()).isBetween(before.cycle(), before.cycle() + 1);
    assertThat(accepted.facts()).isNotEmpty();

    // Only a follower opens a cycle, only in a two-way channel.
    assertThat(after.cycle() > before.cycle())
        .isEqualTo(count(accepted, Decision.Opened.class) == 1);
    if (count(accepted, Decision.Opened.class) == 1) {
      assertThat(intent).isInstanceOf(Intent.FollowerSends.class);
      assertThat(mode).isEqualTo(ChatMode.TWO_WAY);
      assertThat(after.status()).isEqualTo(ConversationStatus.UNANSWERED);
    }

    // An owner changes only by an event that says from whom to whom.
    if (!owner(before).equals(owner(after)) && after instanceof Active active) {
      Decision.Taken taken = (Decision.Taken) accepted.facts().getFirst();
      assertThat(taken.owner()).isEqualTo(active.owner());
      assertThat(taken.previousOwner())
          .isEqualTo(before instanceof Active previous ? previous.owner() : null);
      assertThat(((Intent.AgentSends) intent).agent()).isEqualTo(active.owner());
    } else {
      assertThat(count(accepted, Decision.Taken.class)).isZero();
    }

    // A send is stored once and last; finishing stores no message.
    boolean finishes = intent instanceof Intent.AgentFinishes;
    assertThat(count(accepted, Decision.Sent.class)).isEqualTo(finishes ? 0 : 1);
    assertThat(accepted.facts().getLast())
        .isInstanceOf(finishes ? Decision.Finished.class : Decision.Sent.class);
    if (finishes) {
      assertThat(after)
          .isEqualTo(new Finished(before.cycle(), ((Intent.AgentFinishes) intent).agent()));
    }
    if (intent instanceof Intent.SystemSends) {
      assertThat(after).isEqualTo(before);
    }
  }

  private static String owner(ConversationState state) {
    return state instanceof Active active ? active.owner().id() : "";
  }

  private static int count(Decision.Accepted accepted, Class<? extends Decision.Fact> kind) {
    return Math.toIntExact(accepted.facts().stream().filter(kind::isInstance).count());
  }

  private static Intent intent(Random random, ConversationState state) {
    Person agent = AGENTS.get(random.nextInt(AGENTS.size()));
    String takeOverFrom =
        switch (random.nextInt(3)) {
          case 0 -> null;
          case 1 -> owner(state);
          default -> AGENTS.get(random.nextInt(AGENTS.size())).id();
        };
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Intent.FollowerSends();
      case 2, 3 -> new Intent.AgentSends(agent, takeOverFrom);
      case 4 -> new Intent.AgentFinishes(agent, takeOverFrom);
      default -> new Intent.SystemSends();
    };
  }
}
