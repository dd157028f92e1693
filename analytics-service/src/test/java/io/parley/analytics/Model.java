package io.parley.analytics;

import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.ParticipantRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures' definitions once more, as plainly as they can be said: whole logs in memory, looked
 * through from beginning to end for each question. Shares no code with the service.
 */
public final class Model {
  private final List<List<ConversationEvent>> logs;

  public Model(Collection<History> histories) {
    logs = histories.stream().map(History::events).toList();
  }

  /** A length of time that ended at a moment, and whose it is. */
  private record Measured(Instant end, String agent, Duration length) {}

  /** A question: of one agent, or of all when the agent is null. */
  public record Window(Instant from, Instant to, String agent) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && at.isBefore(to);
    }
  }

  public List<Long> responses(Window window) {
    return micros(logs.stream().flatMap(log -> turns(log).stream()), window);
  }

  public List<Long> firstResponses(Window window) {
    return micros(cycles().flatMap(cycle -> turns(cycle).stream().limit(1)), window);
  }

  public List<Long> resolutions(Window window) {
    return micros(
        finishedCycles()
            .map(
                cycle -> {
                  ConversationFinished finish = (ConversationFinished) cycle.getLast();
                  Instant asked =
                      cycle.stream().filter(Model::isFollowers).findFirst().orElseThrow().at();
                  return new Measured(
                      finish.at(), finish.finishedBy().id(), Duration.between(asked, finish.at()));
                }),
        window);
  }

  /** Of the whole channel a cycle's; of an agent the sum of what it owned of the cycle. */
  public List<Long> handlings(Window window) {
    if (window.agent() == null) {
      return micros(
          finishedCycles()
              .map(
                  cycle -> {
                    Instant taken = takings(cycle).getFirst().at();
                    Instant end = cycle.getLast().at();
                    return new Measured(end, null, Duration.between(taken, end));
                  }),
          window);
    }
    return micros(
        finishedCycles()
            .filter(cycle -> owners(cycle).contains(window.agent()))
            .map(
                cycle ->
                    new Measured(
                        cycle.getLast().at(), window.agent(), owned(cycle, window.agent()))),
        window);
  }

  public long count(Window window, Predicate<ConversationEvent> which) {
    return logs.stream()
        .flatMap(List::stream)
        .filter(event -> window.holds(event.at()))
        .filter(which)
        .count();
  }

  /** Attachments of messages that nobody has deleted. */
  public long attachments(Window window) {
    long attachments = 0;
    for (List<ConversationEvent> log : logs) {
      Set<Long> deleted =
          log.stream()
              .filter(MessageDeleted.class::isInstance)
              .map(event -> ((MessageDeleted) event).deletedSeq())
              .collect(Collectors.toSet());
      for (ConversationEvent event : log) {
        if (event instanceof MessageSent sent
            && window.holds(sent.at())
            && !deleted.contains(sent.seq())) {
          attachments += sent.attachmentIds().size();
        }
      }
    }
    return attachments;
  }

  /** Logs whose last opening, finish or taking leaves them open without an owner. */
  public long unanswered() {
    return cycles().filter(cycle -> !isFinished(cycle) && takings(cycle).isEmpty()).count();
  }

  public long active() {
    return cycles().filter(cycle -> !isFinished(cycle) && !takings(cycle).isEmpty()).count();
  }

  /** All agents that appear. */
  public Set<String> agents() {
    return logs.stream()
        .flatMap(List::stream)
        .map(
            event ->
                event instanceof MessageSent sent && sent.sender().role() == ParticipantRole.AGENT
                    ? sent.sender().id()
                    : event instanceof ConversationFinished finished
                        ? finished.finishedBy().id()
                        : "")
        .filter(id -> !id.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** From the first follower message not yet answered to the next agent message. */
  private static List<Measured> turns(List<ConversationEvent> log) {
    List<Measured> turns = new ArrayList<>();
    Instant since = null;
    for (ConversationEvent event : log) {
      if (isFollowers(event) && since == null) {
        since = event.at();
      } else if (isAgents(event) && since != null) {
        turns.add(
            new Measured(
                event.at(),
                ((MessageSent) event).sender().id(),
                Duration.between(since, event.at())));
        since = null;
      } else if (event instanceof ConversationFinished) {
        since = null;
      }
    }
    return turns;
  }

  /** Each from its opening to its finish, or to the end of the log. */
  private Stream<List<ConversationEvent>> cycles() {
    return logs.stream()
        .flatMap(
            log -> {
              List<List<ConversationEvent>> cycles = new ArrayList<>();
              for (ConversationEvent event : log) {
                if (event instanceof ConversationOpened) {
                  cycles.add(new ArrayList<>());
                }
                if (!cycles.isEmpty() && !isFinished(cycles.getLast())) {
                  cycles.getLast().add(event);
                }
              }
              return cycles.stream();
            });
  }

  private Stream<List<ConversationEvent>> finishedCycles() {
    return cycles().filter(Model::isFinished);
  }

  private static boolean isFinished(List<ConversationEvent> cycle) {
    return !cycle.isEmpty() && cycle.getLast() instanceof ConversationFinished;
  }

  private static List<ConversationTaken> takings(List<ConversationEvent> cycle) {
    return cycle.stream()
        .filter(ConversationTaken.class::isInstance)
        .map(ConversationTaken.class::cast)
        .toList();
  }

  /** From that moment on the agent owned the conversation. */
  private record Owned(Instant since, String agent) {}

  private static List<Owned> owned(List<ConversationEvent> cycle) {
    List<Owned> owned = new ArrayList<>();
    for (ConversationEvent event : cycle) {
      if (event instanceof ConversationTaken taken) {
        owned.add(new Owned(event.at(), taken.owner().id()));
      } else if (event instanceof ConversationTransferred transferred) {
        owned.add(new Owned(event.at(), transferred.to().id()));
      }
    }
    return owned;
  }

  private static List<String> owners(List<ConversationEvent> cycle) {
    return owned(cycle).stream().map(Owned::agent).toList();
  }

  private static Duration owned(List<ConversationEvent> cycle, String agent) {
    List<Owned> owners = owned(cycle);
    Duration owned = Duration.ZERO;
    for (int i = 0; i < owners.size(); i++) {
      Instant end = i + 1 < owners.size() ? owners.get(i + 1).since() : cycle.getLast().at();
      if (owners.get(i).agent().equals(agent)) {
        owned = owned.plus(Duration.between(owners.get(i).since(), end));
      }
    }
    return owned;
  }

  public static boolean isFollowers(ConversationEvent event) {
    return event instanceof MessageSent sent && sent.sender().role() == ParticipantRole.FOLLOWER;
  }

  public static boolean isAgents(ConversationEvent event) {
    return event instanceof MessageSent sent && sent.sender().role() == ParticipantRole.AGENT;
  }

  private static List<Long> micros(Stream<Measured> measured, Window window) {
    return measured
        .filter(each -> window.holds(each.end()))
        .filter(each -> window.agent() == null || window.agent().equals(each.agent()))
        .map(each -> each.length().toNanos() / 1_000)
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
