package io.parley.contracts.command;

import io.parley.contracts.event.ChatMode;
import java.util.List;

/**
 * {@code POST /internal/arrivals}: what the {@code welcome} of each new socket needs. Followers
 * that arrive become known to their channels.
 */
public record ArrivalBatch(List<Actor> actors) {
  public static final int MAX_SIZE = 256;

  public ArrivalBatch {
    actors = List.copyOf(actors);
  }

  /** The answer, one arrival an actor, in the same order. */
  public record Results(List<Arrival> arrivals) {
    public Results {
      arrivals = List.copyOf(arrivals);
    }
  }

  /**
   * What one actor finds.
   *
   * @param channels those of the token that exist
   * @param conversations a follower's own; empty for agents
   */
  public record Arrival(List<Channel> channels, List<ConversationSummary> conversations) {
    public Arrival {
      channels = List.copyOf(channels);
      conversations = List.copyOf(conversations);
    }
  }

  /**
   * A channel with its chat mode.
   *
   * @param description what the channel is, for its followers; empty when nobody said
   * @param pictureUrl null when it has no picture
   */
  public record Channel(
      String id,
      String name,
      String description,
      String pictureUrl,
      ChatMode mode,
      long revision) {}
}
