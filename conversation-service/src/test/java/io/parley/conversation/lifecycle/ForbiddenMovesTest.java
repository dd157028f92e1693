package io.parley.conversation.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Person;
import io.parley.conversation.lifecycle.ConversationState.Active;
import io.parley.conversation.lifecycle.ConversationState.Erased;
import io.parley.conversation.lifecycle.ConversationState.Finished;
import io.parley.conversation.lifecycle.ConversationState.Quiet;
import io.parley.conversation.lifecycle.ConversationState.Unanswered;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must never happen to a conversation. */
class ForbiddenMovesTest {
  private static final Person ANN = new Person("ann", "Ann");
  private static final Person BOB = new Person("bob", "Bob");
  private static final Person CID = new Person("cid", "Cid");

  /** State to state: no record has a method that leads there. */
  static Stream<Arguments> forbiddenMoves() {
    return Stream.of(
        Arguments.of(Quiet.class, Active.class),
        Arguments.of(Quiet.class, Finished.class),
        Arguments.of(Quiet.class, Quiet.class),
        Arguments.of(Unanswered.class, Quiet.class),
        Arguments.of(Unanswered.class, Unanswered.class),
        Arguments.of(Unanswered.class, Finished.class),
        Arguments.of(Active.class, Quiet.class),
        Arguments.of(Active.class, Unanswered.class),
        Arguments.of(Finished.class, Quiet.class),
        Arguments.of(Finished.class, Active.class),
        Arguments.of(Finished.class, Finished.class),
        Arguments.of(Erased.class, Quiet.class),
        Arguments.of(Erased.class, Unanswered.class),
        Arguments.of(Erased.class, Active.class),
        Arguments.of(Erased.class, Finished.class));
  }

  @ParameterizedTest
  @MethodSource("forbiddenMoves")
  void thereIsNoMethodForAForbiddenMove(Class<?> from, Class<?> to) {
    // When
    Stream<Method> moves =
        Arrays.stream(from.getDeclaredMethods()).filter(method -> method.getReturnType() == to);

    // Then
    assertThat(moves).isEmpty();
  }

  /** State, mode, intent and why it is refused. */
  static Stream<Arguments> refusedIntents() {
    Active ofAnn = new Active(1, ANN);
    return Stream.of(
        refused(new Quiet(), ChatMode.ONE_WAY, new Intent.FollowerSends(), disabled()),
        refused(new Unanswered(1), ChatMode.ONE_WAY, new Intent.FollowerSends(), disabled()),
        refused(ofAnn, ChatMode.ONE_WAY, new Intent.FollowerSends(), disabled()),
        refused(new Finished(1, ANN), ChatMode.ONE_WAY, new Intent.FollowerSends(), disabled()),
        refused(ofAnn, ChatMode.TWO_WAY, new Intent.AgentSends(BOB, null), owned()),
        refused(ofAnn, ChatMode.TWO_WAY, new Intent.AgentSends(BOB, "bob"), owned()),
        refused(ofAnn, ChatMode.TWO_WAY, new Intent.AgentSends(BOB, ""), owned()),
        refused(ofAnn, ChatMode.TWO_WAY, new Intent.AgentFinishes(BOB, null), owned()),
        refused(ofAnn, ChatMode.TWO_WAY, new Intent.AgentFinishes(BOB, "bob"), owned()),
        refused(new Quiet(), ChatMode.TWO_WAY, new Intent.AgentFinishes(ANN, null), notActive()),
        refused(
            new Unanswered(1), ChatMode.TWO_WAY, new Intent.AgentFinishes(ANN, null), notActive()),
        refused(
            new Finished(1, ANN),
            ChatMode.TWO_WAY,
            new Intent.AgentFinishes(ANN, null),
            notActive()),
        refused(
            new Finished(1, ANN),
            ChatMode.TWO_WAY,
            new Intent.AgentFinishes(BOB, "ann"),
            notActive()),
        refused(new Quiet(), ChatMode.TWO_WAY, transfer(ANN, BOB, null), notActive()),
        refused(new Unanswered(1), ChatMode.TWO_WAY, transfer(ANN, BOB, null), notActive()),
        refused(new Finished(1, ANN), ChatMode.TWO_WAY, transfer(ANN, BOB, "ann"), notActive()),
        refused(new Erased(1), ChatMode.ONE_WAY, new Intent.FollowerSends(), erased()),
        refused(new Erased(1), ChatMode.TWO_WAY, new Intent.FollowerSends(), erased()),
        refused(new Erased(1), ChatMode.TWO_WAY, new Intent.AgentSends(ANN, null), erased()),
        refused(new Erased(1), ChatMode.TWO_WAY, new Intent.SystemSends(), erased()),
        refused(new Erased(1), ChatMode.TWO_WAY, new Intent.AgentNotes(ANN), erased()),
        refused(ofAnn, ChatMode.TWO_WAY, transfer(BOB, CID, null), owned()),
        refused(ofAnn, ChatMode.TWO_WAY, transfer(BOB, BOB, "bob"), owned()),
        refused(ofAnn, ChatMode.TWO_WAY, transfer(ANN, ANN, null), alreadyOwner()),
        refused(ofAnn, ChatMode.TWO_WAY, transfer(BOB, ANN, "ann"), alreadyOwner()));
  }

  @ParameterizedTest
  @MethodSource("refusedIntents")
  void aForbiddenIntentIsRefusedWithItsReason(
      ConversationState state, ChatMode mode, Intent intent, Decision reason) {
    // When
    Decision decision = Lifecycle.decide(state, mode, intent);

    // Then
    assertThat(decision).isEqualTo(reason);
  }

  private static Intent transfer(Person by, Person to, String takeOverFrom) {
    return new Intent.AgentTransfers(by, to, takeOverFrom);
  }

  private static Decision alreadyOwner() {
    return new Decision.AlreadyOwner(ANN);
  }

  private static Arguments refused(
      ConversationState state, ChatMode mode, Intent intent, Decision reason) {
    return Arguments.of(state, mode, intent, reason);
  }

  private static Decision disabled() {
    return new Decision.ChatDisabled();
  }

  private static Decision erased() {
    return new Decision.AlreadyErased();
  }

  private static Decision owned() {
    return new Decision.OwnedByAnother(ANN);
  }

  private static Decision notActive() {
    return new Decision.NotActive();
  }
}
