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
        assertThat(intent)
            .isNotInstanceOfAny(
                Intent.SystemSends.class, Intent.AgentNotes.class, Intent.AgentDeletes.class);
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
    if (intent instanceof Intent.AgentTransfers transfer) {
      Person from = ((Active) before).owner();
      assertThat(accepted.facts())
          .containsExactly(new Decision.Transferred(from, transfer.to(), transfer.agent()));
      assertThat(after).isEqualTo(new Active(before.cycle(), transfer.to()));
      assertThat(transfer.to().id()).isNotEqualTo(from.id());
      assertThat(List.of(transfer.agent().id(), String.valueOf(transfer.takeOverFrom())))
          .contains(from.id());
    } else if (!owner(before).equals(owner(after)) && after instanceof Active active) {
      Decision.Taken taken = (Decision.Taken) accepted.facts().getFirst();
      assertThat(taken.owner()).isEqualTo(active.owner());
      assertThat(taken.previousOwner())
          .isEqualTo(before instanceof Active previous ? previous.owner() : null);
      assertThat(((Intent.AgentSends) intent).agent()).isEqualTo(active.owner());
    } else {
      assertThat(count(accepted, Decision.Taken.class)).isZero();
    }

    // Each command's own fact is stored once and last, and none of another command's.
    Class<? extends Decision.Fact> own = fact(intent);
    assertThat(accepted.facts().getLast()).isInstanceOf(own);
    assertThat(count(accepted, own)).isEqualTo(1);
    assertThat(count(accepted, Decision.Sent.class)).isEqualTo(own == Decision.Sent.class ? 1 : 0);
    if (intent instanceof Intent.AgentFinishes finishes) {
      assertThat(after).isEqualTo(new Finished(before.cycle(), finishes.agent()));
    }
    if (intent instanceof Intent.SystemSends
        || intent instanceof Intent.AgentNotes
        || intent instanceof Intent.AgentDeletes) {
      assertThat(after).isEqualTo(before);
      assertThat(accepted.facts()).hasSize(1);
    }
  }

  private static Class<? extends Decision.Fact> fact(Intent intent) {
    return switch (intent) {
      case Intent.FollowerSends sends -> Decision.Sent.class;
      case Intent.AgentSends sends -> Decision.Sent.class;
      case Intent.SystemSends sends -> Decision.Sent.class;
      case Intent.AgentFinishes finishes -> Decision.Finished.class;
      case Intent.AgentNotes notes -> Decision.Noted.class;
      case Intent.AgentTransfers transfers -> Decision.Transferred.class;
      case Intent.AgentDeletes deletes -> Decision.Deleted.class;
      case Intent.IsErased erased -> Decision.Erased.class;
    };
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
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Intent.FollowerSends();
      case 2, 3 -> new Intent.AgentSends(agent, takeOverFrom);
      case 4 -> new Intent.AgentFinishes(agent, takeOverFrom);
      case 5 -> new Intent.AgentNotes(agent);
      case 6 ->
          new Intent.AgentTransfers(agent, AGENTS.get(random.nextInt(AGENTS.size())), takeOverFrom);
      case 7 -> new Intent.AgentDeletes(agent, 1);
      default -> new Intent.SystemSends();
    };
  }
}
