package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A made-up history is there for everybody: in the figures, in the lists, and once. */
@ExtendWith(SharedStack.class)
class SeedIT {
  private final Stack stack;

  SeedIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void aHistoryIsInTheFiguresWhenTheCommandEndsAndIsNotDoubledByAnotherCall() {
    // Given
    long before = opened();

    // When
    Parley.Outcome first = seed();
    long after = opened();
    Parley.Outcome second = seed();

    // Then
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out().getLast()).startsWith("The figures know all of the log after ");
    assertThat(after - before).isEqualTo(40);
    assertThat(second.exitCode()).isZero();
    assertThat(opened()).isEqualTo(after);
  }

  @Test
  void aHistoryThatCannotBeIsOneClearLine() {
    // When
    Parley.Outcome refused = Parley.run("seed", "--chats", "none");

    // Then
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .containsExactly("parley: --chats has to be a number from 1 to 10000000, not 'none'");
  }

  private Parley.Outcome seed() {
    return Parley.run(
        "seed",
        "--chats",
        "40",
        "--days",
        "2",
        "--port",
        Integer.toString(stack.port()),
        "--data",
        stack.data().toString());
  }

  /** Chats begun in the last days, as the report counts them. */
  private long opened() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    JsonNode report =
        Api.as(stack, stack.person("admin-1"))
            .get(
                "/api/channels/demo/analytics?from=%s&to=%s&zone=UTC"
                    .formatted(today.minusDays(4), today.plusDays(1)))
            .body();
    return report.get("total").get("opened").asLong();
  }
}
