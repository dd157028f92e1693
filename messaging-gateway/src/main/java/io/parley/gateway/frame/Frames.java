package io.parley.gateway.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.socket.ServerFrame;

/** Frames to clients as bytes, ready to be written to any number of sockets. */
public final class Frames {
  private static final ObjectWriter WRITER = Json.tolerant().writerFor(ServerFrame.class);

  private Frames() {}

  public static byte[] encode(ServerFrame frame) {
    try {
      return WRITER.writeValueAsBytes(frame);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A frame that cannot be written: " + frame.getClass(), e);
    }
  }

  /** An error frame; null for what does not apply. */
  public static byte[] refusal(String clientMessageId, String conversationId, Problem problem) {
    return encode(ServerFrame.Refusal.of(clientMessageId, conversationId, problem));
  }
}
