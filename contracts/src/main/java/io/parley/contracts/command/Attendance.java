package io.parley.contracts.command;

import java.util.List;

/**
 * {@code POST /internal/attendance}: which agents have a socket at a gateway, said again every
 * {@link #INTERVAL_SECONDS}, and which have none any more. Answered with 204.
 *
 * @param present agents with a socket
 * @param left agents whose last socket there has closed
 */
public record Attendance(List<Actor> present, List<Actor> left) {
  public static final int MAX_SIZE = 256;

  /** How often a gateway repeats it; who is not named for three times as long is gone. */
  public static final int INTERVAL_SECONDS = 20;

  public Attendance {
    present = List.copyOf(present);
    left = List.copyOf(left);
  }
}
