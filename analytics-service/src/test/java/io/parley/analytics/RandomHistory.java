package io.parley.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Conversations of the channel demo in which anything happens that may. */
public final class RandomHistory {
  private static final List<String> AGENTS = List.of("agent-1", "agent-2", "agent-3");

  private RandomHistory() {}

  /** Steps that are often no time apart, sometimes minutes and now and then a day. */
  public static History of(Random random, Instant begin) {
    History history = new History("demo");
    Instant at = begin.plusNanos(1_000L * random.nextLong(48L * 3_600_000_000L));
    for (int i = 0; i < random.nextInt(40); i++) {
      at =
          switch (random.nextInt(10)) {
            case 0 -> at;
            case 1 -> at.plus(Duration.ofHours(random.nextInt(24)));
            default -> at.plusNanos(1_000L * random.nextLong(900_000_000L));
          };
      String agent = AGENTS.get(random.nextInt(AGENTS.size()));
      switch (random.nextInt(10)) {
        case 8 -> {
          if (history.owner() != null && !history.owner().equals(agent)) {
            history.transfer(agent, at);
          }
        }
        case 9 -> history.note(agent, at);
        case 0, 1, 2 -> history.followerWrites(at, random.nextInt(3));
        case 3, 4 -> history.agentWrites(history.owner() == null ? agent : history.owner(), at);
        case 5 -> history.agentWrites(agent, at);
        case 6 -> {
          if (history.owner() != null) {
            history.finish(random.nextBoolean() ? history.owner() : agent, at);
          }
        }
        default -> {
          if (random.nextBoolean() || history.events().isEmpty()) {
            history.systemWrites(at);
          } else {
            history.deleteMessage(1 + random.nextInt(history.events().size()), at);
          }
        }
      }
    }
    return history;
  }
}
