package io.parley.contracts.command;

import io.parley.contracts.event.Participant;
import java.util.List;

/**
 * {@code POST /internal/marks}: watermarks to raise; lower ones than stored change nothing.
 * Answered with 204.
 */
public record MarkBatch(List<Mark> marks) {
  public static final int MAX_SIZE = 1_000;

  public MarkBatch {
    marks = List.copyOf(marks);
  }

  /** How far somebody has got in a conversation. */
  public record Mark(String conversationId, Participant participant, Kind kind, long seq) {}

  /** Which watermark. */
  public enum Kind {
    DELIVERED,
    READ
  }
}
