package io.parley.conversation.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.problem.ProblemCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandQueueTest {
  private final List<List<LogCommand>> started = new ArrayList<>();
  private final List<UniEmitter<? super List<Outcome>>> running = new ArrayList<>();

  @Test
  void aLoneCommandStartsAtOnce() {
    // Given
    CommandQueue queue = queue(10, 10);

    // When
    var answer = submit(queue, command("a"));

    // Then
    assertThat(started).hasSize(1);
    answer.assertNotTerminated();
  }

  @Test
  void whatArrivesDuringATransactionIsTheNextOne() {
    // Given
    CommandQueue queue = queue(10, 10);
    var first = submit(queue, command("a"));
    var second = submit(queue, command("b"));
    var third = submit(queue, command("c"));

    // When
    finish(0);

    // Then
    assertThat(ids(started.get(0))).containsExactly("a");
    assertThat(ids(started.get(1))).containsExactly("b", "c");
    first.assertItem(List.of(stored(0, 0)));
    second.assertNotTerminated();
    finish(1);
    second.assertItem(List.of(stored(1, 0)));
    third.assertItem(List.of(stored(1, 1)));
  }

  @Test
  void aBatchIsNoLargerThanAllowed() {
    // Given
    CommandQueue queue = queue(2, 10);
    IntStream.range(0, 6).forEach(i -> submit(queue, command("m" + i)));

    // When
    finish(0);
    finish(1);
    finish(2);

    // Then
    assertThat(started.stream().map(List::size)).containsExactly(1, 2, 2, 1);
  }

  @Test
  void whatCameTogetherStaysTogether() {
    // Given
    CommandQueue queue = queue(3, 10);
    submit(queue, command("in flight"));
    var pair = submit(queue, command("a"), command("b"));
    var next = submit(queue, command("c"), command("d"));

    // When
    finish(0);
    finish(1);

    // Then
    assertThat(ids(started.get(1))).containsExactly("a", "b");
    assertThat(ids(started.get(2))).containsExactly("c", "d");
    pair.assertItem(List.of(stored(1, 0), stored(1, 1)));
    next.assertNotTerminated();
  }

  @Test
  void moreThanATransactionTakesIsOneByItself() {
    // Given
    CommandQueue queue = queue(1, 10);

    // When
    var pair = submit(queue, command("a"), command("b"));

    // Then
    assertThat(ids(started.get(0))).containsExactly("a", "b");
    finish(0);
    pair.assertItem(List.of(stored(0, 0), stored(0, 1)));
  }

  @Test
  void aFullQueueRefusesAndKeepsWhatItHolds() {
    // Given
    CommandQueue queue = queue(10, 1);
    submit(queue, command("in flight"));
    var waiting = submit(queue, command("waiting"));

    // When
    var refused = submit(queue, command("too many"));

    // Then
    assertThat(refused.getItem())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            r -> assertThat(r.problem().code()).isEqualTo(ProblemCode.OVERLOADED));
    finish(0);
    finish(1);
    waiting.assertItem(List.of(stored(1, 0)));
  }

  @Test
  void whatNobodyWaitsForIsNotStored() {
    // Given
    CommandQueue queue = queue(10, 10);
    submit(queue, command("in flight"));
    var givenUp = submit(queue, command("given up"));
    submit(queue, command("wanted"));

    // When
    givenUp.cancel();
    finish(0);

    // Then
    assertThat(ids(started.get(1))).containsExactly("wanted");
  }

  private CommandQueue queue(int batchSize, int queueSize) {
    return new CommandQueue(
        commands -> {
          started.add(commands);
          return Uni.createFrom().emitter(running::add);
        },
        batchSize,
        queueSize);
  }

  private void finish(int transaction) {
    int size = started.get(transaction).size();
    running
        .get(transaction)
        .complete(
            IntStream.range(0, size)
                .<Outcome>mapToObj(place -> stored(transaction, place))
                .toList());
  }

  private static Outcome stored(int transaction, int place) {
    return new Outcome.Stored(new UUID(0, 0), transaction * 100L + place, Instant.EPOCH);
  }

  private static UniAssertSubscriber<List<Outcome>> submit(
      CommandQueue queue, LogCommand... commands) {
    return queue.submit(List.of(commands)).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  private static List<String> ids(List<LogCommand> commands) {
    return commands.stream().map(c -> ((LogCommand.Send) c).clientMessageId()).toList();
  }

  private static LogCommand command(String id) {
    return new LogCommand.Send(
        new UUID(0, 0),
        new Participant(ParticipantRole.FOLLOWER, "follower-1", "Follower 1"),
        id,
        "text",
        List.of(),
        null,
        null);
  }
}
