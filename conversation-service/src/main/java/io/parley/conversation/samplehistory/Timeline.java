package io.parley.conversation.samplehistory;

import io.parley.contracts.command.SampleHistory;
import io.parley.contracts.event.Person;
import io.parley.conversation.log.PastLog.NewThread;
import io.parley.conversation.log.PastLog.PastCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A made-up history in the order of time: always the same for the same spec, end and first
 * follower. Holds the chats that are open at a moment, and a number for each follower who may come
 * back.
 */
final class Timeline implements Iterator<Timeline.Step> {
  private static final double COMES_BACK_AT_ONCE = 0.06;
  private static final double COMES_BACK = 0.3;
  private static final Duration AT_ONCE = Duration.ofMinutes(20);
  private static final int REMEMBERED = 64;

  private final SampleHistory.Spec spec;
  private final Instant until;
  private final long firstFollower;
  private final SplittableRandom random;
  private final Arrivals arrivals;
  private final PriorityQueue<OpenChat> open =
      new PriorityQueue<>(
          Comparator.comparing((OpenChat chat) -> chat.next().at())
              .thenComparingInt(chat -> chat.number));

  /** Who has just been served, the last one last, and who was before that. */
  private final Deque<Served> justServed = new ArrayDeque<>();

  private final List<Integer> served = new ArrayList<>();
  private int followers;
  private int begun;
  private long taken;
  private Instant nextArrival;

  Timeline(SampleHistory.Spec spec, Instant until, long firstFollower) {
    this.spec = spec;
    this.until = until.truncatedTo(ChronoUnit.MICROS);
    this.firstFollower = firstFollower;
    this.random = new SplittableRandom(spec.seed());
    this.arrivals = new Arrivals(spec, this.until, random.split());
    this.nextArrival = arrivals.next();
  }

  /**
   * One command.
   *
   * @param thread to be opened before it, or null
   */
  record Step(PastCommand command, NewThread thread) {}

  private record Served(int follower, Instant at) {}

  /** Chats begun so far. */
  int begun() {
    return begun;
  }

  /** Steps taken so far. */
  long taken() {
    return taken;
  }

  @Override
  public boolean hasNext() {
    return nextArrival != null || (!open.isEmpty() && open.peek().next().at().isBefore(until));
  }

  @Override
  public Step next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The history has ended");
    }
    if (nextArrival != null && (open.isEmpty() || !open.peek().next().at().isBefore(nextArrival))) {
      begin(nextArrival);
      nextArrival = begun < spec.chats() ? arrivals.next() : null;
    }
    OpenChat chat = open.remove();
    PastCommand command = chat.next();
    NewThread thread = chat.thread;
    chat.advance();
    if (chat.hasNext()) {
      open.add(chat);
    } else {
      retire(new Served(chat.follower, command.at()));
    }
    taken++;
    return new Step(command, thread);
  }

  private void begin(Instant at) {
    int number = begun++;
    int follower = follower(at);
    boolean unknown = follower == followers;
    followers += unknown ? 1 : 0;
    String id = spec.followerId() + (firstFollower + follower);
    Person person = new Person(id, spec.followerName() + (firstFollower + follower));
    UUID conversationId =
        UUID.nameUUIDFromBytes((spec.channelId() + '/' + id).getBytes(StandardCharsets.UTF_8));
    List<PastCommand> commands =
        SampleChat.of(
            random.split(), conversationId, person, spec.agents(), "sample-" + number + '-', at);
    NewThread thread = unknown ? new NewThread(conversationId, spec.channelId(), person, at) : null;
    open.add(new OpenChat(number, follower, thread, commands));
  }

  /** Somebody who was just here, somebody who was here before, or somebody new. */
  private int follower(Instant at) {
    double dice = random.nextDouble();
    if (dice < COMES_BACK_AT_ONCE
        && !justServed.isEmpty()
        && justServed.getLast().at().isAfter(at.minus(AT_ONCE))) {
      return justServed.removeLast().follower();
    }
    if (dice < COMES_BACK_AT_ONCE + COMES_BACK && !served.isEmpty()) {
      int place = random.nextInt(served.size());
      int follower = served.get(place);
      served.set(place, served.getLast());
      served.removeLast();
      return follower;
    }
    return followers;
  }

  private void retire(Served one) {
    justServed.addLast(one);
    if (justServed.size() > REMEMBERED) {
      served.add(justServed.removeFirst().follower());
    }
  }

  /** A chat that goes on. */
  private static final class OpenChat {
    private final int number;
    private final int follower;
    private final List<PastCommand> commands;
    private NewThread thread;
    private int at;

    OpenChat(int number, int follower, NewThread thread, List<PastCommand> commands) {
      this.number = number;
      this.follower = follower;
      this.thread = thread;
      this.commands = commands;
    }

    PastCommand next() {
      return commands.get(at);
    }

    boolean hasNext() {
      return at < commands.size();
    }

    void advance() {
      at++;
      thread = null;
    }
  }

  /** When chats begin: by the demand of each hour, and some days more than others. */
  private static final class Arrivals {
    private final SplittableRandom random;
    private final Instant begin;
    private final double[] upTo;
    private final int chats;
    private int number;
    private int hour;

    Arrivals(SampleHistory.Spec spec, Instant until, SplittableRandom random) {
      this.random = random;
      this.begin = until.minus(Duration.ofDays(spec.days()));
      this.chats = spec.chats();
      this.upTo = new double[spec.days() * 24];
      double sum = 0;
      double ofDay = 1;
      for (int i = 0; i < upTo.length; i++) {
        if (i % 24 == 0) {
          ofDay = 0.8 + 0.4 * random.nextDouble();
        }
        sum += ofDay * OpeningHours.demand(begin.plus(Duration.ofHours(i)));
        upTo[i] = sum;
      }
    }

    /** One chat for each of as many equal shares of the demand, somewhere in its share. */
    Instant next() {
      double target = (number++ + random.nextDouble()) / chats * upTo[upTo.length - 1];
      while (hour < upTo.length - 1 && upTo[hour] <= target) {
        hour++;
      }
      double before = hour == 0 ? 0 : upTo[hour - 1];
      double part = Math.clamp((target - before) / (upTo[hour] - before), 0, 0.999_999);
      return begin.plus(hour * 3_600_000_000L + (long) (part * 3_600_000_000L), ChronoUnit.MICROS);
    }
  }
}
