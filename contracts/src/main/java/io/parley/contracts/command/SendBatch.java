package io.parley.contracts.command;

import java.util.List;

/**
 * {@code POST /internal/sends}: at most {@link #MAX_SIZE} commands, stored in their order, answered
 * one result a command in the same order. Commands of one conversation must not be spread over
 * batches in flight at the same time, or they may be stored in another order.
 */
public record SendBatch(List<SendCommand> commands) {
  public static final int MAX_SIZE = 256;

  public SendBatch {
    commands = List.copyOf(commands);
  }

  /** The answer. */
  public record Results(List<SendResult> results) {
    public Results {
      results = List.copyOf(results);
    }
  }
}
