package io.parley.analytics.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.analytics.History;
import io.parley.analytics.Model;
import io.parley.analytics.Model.Window;
import io.parley.analytics.RandomHistory;
import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.Durations;
import io.parley.analytics.figure.Interval;
import io.parley.analytics.figure.Tallies;
import io.parley.analytics.figure.Tally;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random legal histories, delivered with duplicates, out of order, split at random and with deaths
 * in between, give the figures of {@link Model}.
 */
class FiguresPropertyTest {
  private static final Instant BEGIN = Instant.parse("2026-03-27T20:00:00Z");
  private static final int RUNS = 25;

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    String told = System.getProperty("parley.test.seed");
    Random random = new Random();
    for (int i = 0; i < RUNS; i++) {
      seeds.add(told == null ? random.nextLong() : Long.parseLong(told));
    }
    return seeds;
  }

  @ParameterizedTest(name = "-Dparley.test.seed={0}")
  @MethodSource("seeds")
  void figuresEqualThoseOfTheModel(long seed) throws SQLException {
    // Given
    Random random = new Random(seed);
    List<History> histories = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(30); i++) {
      histories.add(RandomHistory.of(random, BEGIN));
    }
    Model model = new Model(histories);

    try (TestProjection projection = new TestProjection()) {
      // When
      deliver(histories, projection, random);

      // Then
      assertThat(projection.waiting()).isZero();
      assertThat(projection.open("demo")).containsExactly(model.unanswered(), model.active());
      for (int i = 0; i < 10; i++) {
        Instant from = quarter(random);
        Instant to = from.plus(Duration.ofMinutes(15L * (1 + random.nextInt(96 * 4))));
        check(projection.read("demo", from, to), model, from, to, true);
        Tally whole = projection.readWhole("demo", from, to, Figures.Who.WHOLE);
        checkIntervals(whole, model, new Window(from, to, null));
        checkCounts(whole, model, new Window(from, to, null));
      }
      Instant from = BEGIN.plusNanos(1_000L * random.nextLong(96L * 3_600_000_000L));
      Instant to = from.plus(Duration.ofHours(24));
      check(projection.read("demo", from, to), model, from, to, false);
      checkIntervals(
          projection.readWhole("demo", from, to, Figures.Who.WHOLE_WITHOUT_COUNTS),
          model,
          new Window(from, to, null));
    }
  }

  private static void check(
      Tallies tallies, Model model, Instant from, Instant to, boolean wholeQuarters) {
    checkIntervals(tallies.whole(), model, new Window(from, to, null));
    for (String agent : model.agents()) {
      checkIntervals(
          tallies.agents().getOrDefault(agent, new Tally()), model, new Window(from, to, agent));
    }
    long handledByAgents =
        tallies.agents().values().stream().mapToLong(t -> t.get(Interval.HANDLING).sum()).sum();
    assertThat(handledByAgents).isEqualTo(tallies.whole().get(Interval.HANDLING).sum());
    if (wholeQuarters) {
      checkCounts(tallies.whole(), model, new Window(from, to, null));
    }
  }

  private static void checkIntervals(Tally tally, Model model, Window window) {
    check(tally.get(Interval.RESPONSE), model.responses(window));
    check(tally.get(Interval.FIRST_RESPONSE), model.firstResponses(window));
    check(tally.get(Interval.HANDLING), model.handlings(window));
    check(tally.get(Interval.RESOLUTION), model.resolutions(window));
  }

  private static void check(Durations durations, List<Long> sorted) {
    assertThat(durations.n()).isEqualTo(sorted.size());
    assertThat(durations.sum()).isEqualTo(sorted.stream().mapToLong(Long::longValue).sum());
    for (double q : new double[] {0.5, 0.9}) {
      if (sorted.isEmpty()) {
        assertThat(durations.quantile(q)).isNull();
      } else {
        double exact = sorted.get((int) (q * (sorted.size() - 1)));
        assertThat(durations.quantile(q))
            .isBetween(
                exact * (1 - Durations.RELATIVE_ERROR) - 1e-6,
                exact * (1 + Durations.RELATIVE_ERROR) + 1e-6);
      }
    }
  }

  private static void checkCounts(Tally tally, Model model, Window window) {
    assertThat(tally.get(Count.OPENED))
        .isEqualTo(model.count(window, ConversationOpened.class::isInstance));
    assertThat(tally.get(Count.TAKEN))
        .isEqualTo(
            model.count(
                window, e -> e instanceof ConversationTaken t && t.previousOwner() == null));
    assertThat(tally.get(Count.TAKEN_OVER))
        .isEqualTo(
            model.count(
                window, e -> e instanceof ConversationTaken t && t.previousOwner() != null));
    assertThat(tally.get(Count.TRANSFERRED))
        .isEqualTo(model.count(window, ConversationTransferred.class::isInstance));
    assertThat(tally.get(Count.FINISHED))
        .isEqualTo(model.count(window, ConversationFinished.class::isInstance));
    assertThat(tally.get(Count.FOLLOWER_MESSAGES))
        .isEqualTo(model.count(window, Model::isFollowers));
    assertThat(tally.get(Count.AGENT_MESSAGES)).isEqualTo(model.count(window, Model::isAgents));
    assertThat(tally.get(Count.ATTACHMENTS)).isEqualTo(model.attachments(window));
  }

  /** Each event once or more; neighbours change places, topics are apart, the service dies. */
  private static void deliver(List<History> histories, TestProjection projection, Random random)
      throws SQLException {
    List<ConversationEvent> deliveries = new ArrayList<>();
    for (History history : histories) {
      for (ConversationEvent event : history.events()) {
        for (int i = random.nextInt(5) == 0 ? 3 : 1; i > 0; i--) {
          deliveries.add(event);
        }
      }
    }
    if (random.nextBoolean()) {
      Collections.shuffle(deliveries, random);
    } else {
      deliveries.sort((a, b) -> a.topic().compareTo(b.topic()));
    }
    int at = 0;
    while (at < deliveries.size()) {
      int end = Math.min(deliveries.size(), at + 1 + random.nextInt(60));
      List<ConversationEvent> batch = deliveries.subList(at, end);
      switch (random.nextInt(8)) {
        case 0 -> projection.dieBeforeCommit(batch);
        case 1 -> {
          // Dies after the commit, before the position was known to be stored: read again.
          projection.apply(batch);
          projection.restart();
        }
        case 2 -> {
          projection.apply(batch);
          projection.roll(quarter(random).plusSeconds(random.nextInt(900)));
          at = end;
        }
        default -> {
          projection.apply(batch);
          at = end;
        }
      }
    }
    if (random.nextBoolean()) {
      projection.roll(BEGIN.plus(Duration.ofDays(60)));
    }
  }

  private static Instant quarter(Random random) {
    return BEGIN
        .truncatedTo(ChronoUnit.HOURS)
        .plus(Duration.ofMinutes(15L * random.nextInt(96 * 6)));
  }
}
