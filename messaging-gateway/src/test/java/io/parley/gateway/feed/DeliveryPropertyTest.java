package io.parley.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in whatever order, each client gets the log: in order, without a hole, once. An
 * agent gets all of it, a follower exactly the public events.
 */
class DeliveryPropertyTest {
  private static final int WORLDS = 2_000;
  private static final int MAX_STEPS = 300;

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000, 2_000_000})
  void everyClientGetsTheLog(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + WORLDS; seed++) {
      // Given
      DeliverySimulation world = new DeliverySimulation(seed, seed % 2 == 0);
      Random random = new Random(~seed);

      // When
      try {
        int steps = 10 + random.nextInt(MAX_STEPS);
        for (int i = 0; i < steps; i++) {
          step(world, random.nextInt(36));
        }
        world.settle();

        // Then
        world.clients.stream()
            .filter(client -> client.connected)
            .forEach(client -> assertHasTheLog(world, client));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("World " + seed, e);
      }
    }
  }

  private static void step(DeliverySimulation world, int choice) {
    switch (choice) {
      case 0, 1, 2, 3, 4, 5 -> world.commit();
      case 6, 7, 8, 9, 10, 11, 12, 13 -> world.poll();
      case 14, 15 -> world.connect();
      case 16, 17 -> world.readArrival();
      case 18, 19 -> world.welcome();
      case 20, 21 -> world.resume();
      case 22 -> world.disconnect();
      case 23, 24, 25, 26 -> world.readPage();
      case 27, 28, 34, 35 -> world.answerPage();
      case 29, 30, 31 -> world.retry();
      default -> world.written();
    }
  }

  private static void assertHasTheLog(DeliverySimulation world, DeliverySimulation.Client client) {
    assertThat(client.caughtUp).as("each resume is answered").isEqualTo(client.resumes);
    world.logs.forEach(
        (conversation, log) -> {
          // An agent that has not asked for a conversation may know it up to an older event only.
          boolean asked = client.resumed.contains(conversation);
          if (asked || log.getFirst().followerId().equals(client.actor.id())) {
            assertThat(client.applied.getOrDefault(conversation, 0L))
                .as("%s has all of %s", client.actor.id(), conversation)
                .isEqualTo(client.follower() ? DeliverySimulation.lastPublic(log) : log.size());
          }
        });
  }
}
