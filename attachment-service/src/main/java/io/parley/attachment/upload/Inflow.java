package io.parley.attachment.upload;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The connection that an upload comes by, which reads only while {@link InflowMemory} has room for
 * what it brings. The connection itself is held: a paused request of Vert.x goes on to read eight
 * pieces, which hundreds at once cannot afford.
 *
 * <p>All calls come on the connection's event loop.
 */
final class Inflow {
  /** Where the upload stands with the memory, which alone changes it. */
  enum Place {
    /** Reads nothing: it has enough in memory, or is not wanted yet. */
    HELD,
    /** Reads nothing until there is room. */
    IN_LINE,
    /** May bring a piece at any moment. */
    READING,
    /** Reads nothing any more. */
    STOPPED,
    /** Over: the connection reads what comes next. */
    FREE
  }

  final Channel channel;
  private final InflowMemory memory;

  // Changed under the memory's lock.
  volatile Place place = Place.HELD;
  int waiting;
  boolean brought;

  Inflow(Channel channel, InflowMemory memory) {
    this.channel = channel;
    this.memory = memory;
  }

  /** The connection of a request by HTTP/1.1, the only version that this service speaks. */
  static Inflow of(HttpServerRequest request, InflowMemory memory) {
    return new Inflow(
        ((ConnectionBase) request.connection()).channelHandlerContext().channel(), memory);
  }

  /** Reads nothing until {@link #go}. */
  void hold() {
    memory.hold(this, Place.HELD);
  }

  /** Reads nothing more of this upload. */
  void stop() {
    memory.hold(this, Place.STOPPED);
  }

  /** Reads as soon as there is room. */
  void go() {
    memory.go(this);
  }

  /** Bytes came, and wait for the disk from now on. */
  void came(int bytes) {
    memory.came(this, bytes);
  }

  /** Bytes are written. */
  void went(int bytes) {
    memory.went(this, bytes);
  }

  /** Whatever became of the upload: the connection is free for what comes next. */
  void end() {
    memory.end(this);
  }

  /** Makes the connection read, or not, as its place says by then. */
  void obey() {
    if (channel.eventLoop().inEventLoop()) {
      channel.config().setAutoRead(place == Place.READING || place == Place.FREE);
    } else {
      channel.eventLoop().execute(this::obey);
    }
  }
}
