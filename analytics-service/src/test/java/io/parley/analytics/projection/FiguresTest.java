package io.parley.analytics.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.analytics.History;
import io.parley.analytics.figure.Bucket;
import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.Interval;
import io.parley.analytics.figure.Tallies;
import io.parley.analytics.figure.Tally;
import io.parley.contracts.event.ConversationEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cases in which figures of such systems are wrong, one by one. */
class FiguresTest {
  private static final String CHANNEL = "demo";
  private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");

  private TestProjection projection;

  @BeforeEach
  void start() throws SQLException {
    projection = new TestProjection();
  }

  @AfterEach
  void end() throws SQLException {
    projection.close();
  }

  @Test
  void aReopenedChatIsMeasuredFromItsReopening() throws SQLException {
    // Given a chat finished at 9:10, and three days later another one of the same follower
    Instant reopened = NINE.plus(Duration.ofDays(3));
    History history =
        new History(CHANNEL)
            .followerWrites(NINE)
            .agentWrites("agent-1", NINE.plusSeconds(60))
            .finish("agent-1", NINE.plusSeconds(600))
            .agentWrites("agent-2", NINE.plusSeconds(700))
            .followerWrites(reopened)
            .agentWrites("agent-2", reopened.plusSeconds(30))
            .finish("agent-2", reopened.plusSeconds(90));

    // When
    projection.apply(history.events());

    // Then
    Tally second = projection.read(CHANNEL, reopened, reopened.plus(Duration.ofHours(1))).whole();
    assertThat(seconds(second, Interval.RESPONSE)).isEqualTo(30);
    assertThat(seconds(second, Interval.FIRST_RESPONSE)).isEqualTo(30);
    assertThat(seconds(second, Interval.HANDLING)).isEqualTo(60);
    assertThat(seconds(second, Interval.RESOLUTION)).isEqualTo(90);
    Tally both = projection.read(CHANNEL, NINE, reopened.plus(Duration.ofHours(1))).whole();
    assertThat(both.get(Interval.RESPONSE).n()).isEqualTo(2);
    assertThat(both.get(Count.OPENED)).isEqualTo(2);
    assertThat(both.get(Count.TAKEN)).isEqualTo(2);
  }

  @Test
  void aTakeoverInMidTurnCreditsWhoAnsweredAndSplitsTheHandling() throws SQLException {
    // Given agent-1 takes, the follower asks again, and agent-2 takes over to answer
    History history =
        new History(CHANNEL)
            .followerWrites(NINE)
            .agentWrites("agent-1", NINE.plusSeconds(10))
            .followerWrites(NINE.plusSeconds(20))
            .agentWrites("agent-2", NINE.plusSeconds(50))
            .finish("agent-2", NINE.plusSeconds(150));

    // When
    projection.apply(history.events());

    // Then
    Tallies tallies = projection.read(CHANNEL, NINE, NINE.plus(Duration.ofHours(1)));
    assertThat(seconds(tallies.agent("agent-1"), Interval.RESPONSE)).isEqualTo(10);
    assertThat(seconds(tallies.agent("agent-2"), Interval.RESPONSE)).isEqualTo(30);
    assertThat(tallies.agent("agent-2").get(Interval.FIRST_RESPONSE).n()).isZero();
    assertThat(seconds(tallies.agent("agent-1"), Interval.HANDLING)).isEqualTo(40);
    assertThat(seconds(tallies.agent("agent-2"), Interval.HANDLING)).isEqualTo(100);
    assertThat(seconds(tallies.whole(), Interval.HANDLING)).isEqualTo(140);
    assertThat(tallies.whole().get(Interval.HANDLING).n()).isEqualTo(1);
    assertThat(tallies.whole().get(Count.TAKEN_OVER)).isEqualTo(1);
  }

  @Test
  void aTransferMovesTheHandlingAndANoteIsNothing() throws SQLException {
    // Given agent-1 takes, notes something while the follower waits, and gives it to agent-2
    History history =
        new History(CHANNEL)
            .followerWrites(NINE)
            .agentWrites("agent-1", NINE.plusSeconds(10))
            .followerWrites(NINE.plusSeconds(20))
            .note("agent-1", NINE.plusSeconds(25))
            .transfer("agent-2", NINE.plusSeconds(40))
            .agentWrites("agent-2", NINE.plusSeconds(50))
            .finish("agent-2", NINE.plusSeconds(110));

    // When
    projection.apply(history.events());

    // Then
    Tallies tallies = projection.read(CHANNEL, NINE, NINE.plus(Duration.ofHours(1)));
    assertThat(seconds(tallies.agent("agent-1"), Interval.HANDLING)).isEqualTo(30);
    assertThat(seconds(tallies.agent("agent-2"), Interval.HANDLING)).isEqualTo(70);
    assertThat(seconds(tallies.agent("agent-2"), Interval.RESPONSE)).isEqualTo(30);
    assertThat(tallies.whole().get(Count.AGENT_MESSAGES)).isEqualTo(2);
    assertThat(tallies.whole().get(Count.TRANSFERRED)).isEqualTo(1);
    assertThat(tallies.whole().get(Count.TAKEN_OVER)).isZero();
  }

  @Test
  void fiveMessagesBeforeOneAnswerAreOneTurnFromTheFirst() throws SQLException {
    // Given
    History history = new History(CHANNEL);
    for (int i = 0; i < 5; i++) {
      history.followerWrites(NINE.plusSeconds(i * 10L));
    }
    history.agentWrites("agent-1", NINE.plusSeconds(100));

    // When
    projection.apply(history.events());

    // Then
    Tally whole = projection.read(CHANNEL, NINE, NINE.plus(Duration.ofHours(1))).whole();
    assertThat(whole.get(Interval.RESPONSE).n()).isEqualTo(1);
    assertThat(seconds(whole, Interval.RESPONSE)).isEqualTo(100);
    assertThat(whole.get(Count.FOLLOWER_MESSAGES)).isEqualTo(5);
  }

  @Test
  void aSystemsEngagementWhileUnansweredIsNoAnswer() throws SQLException {
    // Given
    History history =
        new History(CHANNEL)
            .followerWrites(NINE)
            .systemWrites(NINE.plusSeconds(1))
            .agentWrites("agent-1", NINE.plusSeconds(40));

    // When
    projection.apply(history.events());

    // Then
    Tally whole = projection.read(CHANNEL, NINE, NINE.plus(Duration.ofHours(1))).whole();
    assertThat(seconds(whole, Interval.RESPONSE)).isEqualTo(40);
    assertThat(whole.get(Count.SYSTEM_MESSAGES)).isEqualTo(1);
  }

  @Test
  void aFollowersMessageAtTheInstantOfTheFinishOpensTheNextChat() throws SQLException {
    // Given the same instant for both, told apart by seq alone
    Instant finish = NINE.plusSeconds(300);
    History history =
        new History(CHANNEL)
            .followerWrites(NINE)
            .agentWrites("agent-1", NINE.plusSeconds(30))
            .finish("agent-1", finish)
            .followerWrites(finish)
            .agentWrites("agent-2", finish.plusSeconds(5));

    // When
    projection.apply(history.events());

    // Then
    Tallies tallies = projection.read(CHANNEL, NINE, NINE.plus(Duration.ofHours(1)));
    assertThat(seconds(tallies.whole(), Interval.HANDLING)).isEqualTo(270);
    assertThat(seconds(tallies.agent("agent-2"), Interval.FIRST_RESPONSE)).isEqualTo(5);
    assertThat(projection.open(CHANNEL)).containsExactly(0L, 1L);
  }

  @Test
  void aMessageThatNobodyAnsweredBeforeTheFinishIsNoTurn() throws SQLException {
    // Given the follower's thanks, the finish at the same instant, and a promo days later
    Instant finish = NINE.plusSeconds(300);
    History history =
        new History(CHANNEL)
            .followerWrites(NINE)
            .agentWrites("agent-1", NINE.plusSeconds(30))
            .followerWrites(finish)
            .finish("agent-1", finish)
            .agentWrites("agent-1", NINE.plus(Duration.ofDays(2)));

    // When
    projection.apply(history.events());

    // Then
    Tally whole = projection.read(CHANNEL, NINE, NINE.plus(Duration.ofDays(3))).whole();
    assertThat(whole.get(Interval.RESPONSE).n()).isEqualTo(1);
    assertThat(seconds(whole, Interval.RESPONSE)).isEqualTo(30);
  }

  @Test
  void aChatAcrossMidnightBelongsToTheDayOnWhichEachPartEnded() throws SQLException {
    // Given in Rome, an hour ahead of UTC, answered before and finished after midnight
    ZoneId rome = ZoneId.of("Europe/Rome");
    Instant midnight = Instant.parse("2026-03-02T23:00:00Z");
    History history =
        new History(CHANNEL)
            .followerWrites(midnight.minusSeconds(300))
            .agentWrites("agent-1", midnight.minusSeconds(200))
            .finish("agent-1", midnight);

    // When
    projection.apply(history.events());
    projection.roll(midnight.plus(Duration.ofDays(3)));

    // Then: the window is half-open, midnight itself is the new day's
    List<Tallies> days = days(midnight.minus(Duration.ofHours(24)), 2, rome);
    assertThat(days.get(0).whole().get(Count.OPENED)).isEqualTo(1);
    assertThat(seconds(days.get(0).whole(), Interval.RESPONSE)).isEqualTo(100);
    assertThat(days.get(0).whole().get(Interval.RESOLUTION).n()).isZero();
    assertThat(seconds(days.get(1).whole(), Interval.RESOLUTION)).isEqualTo(300);
    assertThat(days.get(1).whole().get(Count.FINISHED)).isEqualTo(1);
  }

  @Test
  void aChatAcrossTheChangeOfClocksTakesAsLongAsItTook() throws SQLException {
    // Given Rome's clocks go from 2:00 to 3:00 on 29 March: a chat from 1:50 to 3:10
    ZoneId rome = ZoneId.of("Europe/Rome");
    Instant change = Instant.parse("2026-03-29T01:00:00Z");
    Instant dayBegins = Instant.parse("2026-03-28T23:00:00Z");
    History history =
        new History(CHANNEL)
            .followerWrites(change.minusSeconds(600))
            .agentWrites("agent-1", change.minusSeconds(300))
            .finish("agent-1", change.plusSeconds(600));
    History lateThatDay =
        new History(CHANNEL).followerWrites(Instant.parse("2026-03-29T21:59:59.999999Z"));
    History nextDay = new History(CHANNEL).followerWrites(Instant.parse("2026-03-29T22:00:00Z"));

    // When
    for (History each : List.of(history, lateThatDay, nextDay)) {
      projection.apply(each.events());
    }
    projection.roll(change.plus(Duration.ofDays(3)));

    // Then: that day has 23 hours
    List<Tallies> days = days(dayBegins, 2, rome);
    assertThat(seconds(days.get(0).whole(), Interval.RESOLUTION)).isEqualTo(1_200);
    assertThat(days.get(0).whole().get(Count.OPENED)).isEqualTo(2);
    assertThat(days.get(1).whole().get(Count.OPENED)).isEqualTo(1);
    assertThat(Bucket.HOUR.edges(dayBegins, dayBegins.plus(Duration.ofHours(23)), rome))
        .hasSize(24);
    Instant autumn = Instant.parse("2026-10-24T22:00:00Z");
    assertThat(Bucket.DAY.edges(autumn, autumn.plus(Duration.ofDays(2)), rome).get(1))
        .isEqualTo(autumn.plus(Duration.ofHours(25)));
  }

  @Test
  void anErasedChatStaysCountedAndIsOpenNoMore() throws SQLException {
    // Given
    History history =
        new History(CHANNEL)
            .followerWrites(NINE, 2)
            .agentWrites("agent-1", NINE.plusSeconds(60))
            .followerWrites(NINE.plusSeconds(90));
    projection.apply(history.events());
    assertThat(projection.open(CHANNEL)).isEqualTo(List.of(0L, 1L));

    // When
    projection.apply(history.erase(NINE.plusSeconds(120)).events());

    // Then
    Tally whole = projection.read(CHANNEL, NINE, NINE.plus(Duration.ofHours(1))).whole();
    assertThat(projection.open(CHANNEL)).isEqualTo(List.of(0L, 0L));
    assertThat(whole.get(Count.FOLLOWER_MESSAGES)).isEqualTo(2);
    assertThat(whole.get(Count.AGENT_MESSAGES)).isEqualTo(1);
    assertThat(whole.get(Count.ATTACHMENTS)).isZero();
    assertThat(seconds(whole, Interval.RESPONSE)).isEqualTo(60);
  }

  @Test
  void anEmptyWindowHasNothingAndNotZero() throws SQLException {
    // Given a chat outside of it
    projection.apply(new History(CHANNEL).followerWrites(NINE).events());

    // When
    Tally empty = projection.read(CHANNEL, NINE.plusSeconds(900), NINE.plusSeconds(9_000)).whole();

    // Then
    assertThat(empty.get(Interval.RESPONSE).n()).isZero();
    assertThat(empty.get(Interval.RESPONSE).mean()).isNull();
    assertThat(empty.get(Interval.RESPONSE).quantile(0.5)).isNull();
    assertThat(empty.get(Interval.RESPONSE).quantile(0.9)).isNull();
    assertThat(empty.isEmpty()).isTrue();
  }

  @Test
  void theEdgesOfAWindowAreExactToTheMicrosecond() throws SQLException {
    // Given an answer at each side of both edges of a window that is made of no whole quarters
    Instant from = Instant.parse("2026-03-02T09:07:13Z");
    Instant to = from.plus(Duration.ofHours(24));
    for (Instant answer : List.of(from.minusNanos(1_000), from, to.minusNanos(1_000), to)) {
      projection.apply(
          new History(CHANNEL)
              .followerWrites(answer.minusSeconds(5))
              .agentWrites("agent-1", answer)
              .events());
    }

    // When
    projection.roll(to.plus(Duration.ofDays(2)));

    // Then
    assertThat(projection.read(CHANNEL, from, to).whole().get(Interval.RESPONSE).n()).isEqualTo(2);
  }

  @Test
  void factsThatComeAfterTheirPeriodWasRolledUpAreInIt() throws SQLException {
    // Given
    Instant later = NINE.plus(Duration.ofDays(2));
    projection.apply(new History(CHANNEL).followerWrites(NINE).events());
    projection.roll(later);

    // When
    projection.apply(new History(CHANNEL).followerWrites(NINE.plusSeconds(1)).events());

    // Then
    assertThat(projection.read(CHANNEL, NINE, later).whole().get(Count.OPENED)).isEqualTo(2);
    projection.roll(later);
    assertThat(projection.read(CHANNEL, NINE, later).whole().get(Count.OPENED)).isEqualTo(2);
  }

  @Test
  void whatComesEarlyWaitsOverADeath() throws SQLException {
    // Given
    List<ConversationEvent> events =
        new History(CHANNEL)
            .followerWrites(NINE)
            .agentWrites("agent-1", NINE.plusSeconds(60))
            .events();

    // When
    Projection.Outcome early = projection.apply(events.subList(2, 4));
    projection.restart();
    Projection.Outcome rest = projection.apply(new ArrayList<>(events.subList(0, 2)));

    // Then
    assertThat(early).isEqualTo(new Projection.Outcome(0, 0, 2));
    assertThat(rest.applied()).isEqualTo(4);
    assertThat(projection.waiting()).isZero();
    assertThat(projection.open(CHANNEL)).containsExactly(0L, 1L);
  }

  private List<Tallies> days(Instant from, int days, ZoneId zone) throws SQLException {
    List<Instant> edges = new ArrayList<>(List.of(from));
    for (int i = 0; i < days; i++) {
      edges.add(edges.getLast().atZone(zone).plusDays(1).toInstant());
    }
    return projection.read(CHANNEL, edges);
  }

  private static long seconds(Tally tally, Interval interval) {
    return tally.get(interval).sum() / 1_000_000;
  }
}
