package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.Person;
import java.time.Instant;
import java.util.List;

/**
 * {@code POST /internal/sample-histories}: write the next piece of a made-up history, for demos and
 * benchmarks. Said again until it is complete; a history that is complete stays as it is.
 */
public final class SampleHistory {
  public static final int MAX_CHATS = 10_000_000;
  public static final int MAX_DAYS = 3_650;

  private SampleHistory() {}

  /**
   * Which history. The same one is written once, however often it is asked for.
   *
   * @param channelId a two-way channel
   * @param agents who answers; not empty
   * @param followerId what the ids of its followers begin with, a number follows
   * @param followerName what their names begin with, the same number follows
   * @param seed another seed is another history
   * @param chats cycles that it begins, 1 to {@link #MAX_CHATS}
   * @param days how far it goes back from the moment at which it was asked for first
   */
  public record Spec(
      String channelId,
      List<Person> agents,
      String followerId,
      String followerName,
      long seed,
      int chats,
      int days) {
    public Spec {
      agents = List.copyOf(agents);
    }
  }

  /**
   * How far it is.
   *
   * @param chats that it has begun so far
   * @param events that it has added to the log so far
   * @param until the moment at which it ends
   * @param complete whether all of it is in the log
   * @param owedToKafka transactions that Kafka has not got yet, of whomever, up to some bound
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Progress(
      int chats, long events, Instant until, boolean complete, int owedToKafka) {}
}
