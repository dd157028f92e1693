package io.parley.attachment.upload;

import io.netty.channel.EventLoop;
import io.parley.attachment.upload.Inflow.Place;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What all uploads together have in memory, whatever their number. Of each that reads a piece is
 * counted before it comes, so that nothing comes which there is no room for; the others stand in
 * line. Whoever reads but brings nothing, as a slow phone, goes to the end of the line.
 */
final class InflowMemory {
  /** Bytes of all uploads. */
  static final int BYTES = 4_194_304;

  /** Bytes of one upload that may wait for the disk. */
  static final int MOST = 262_144;

  /** What a connection brings at once, at most: so many bytes Netty's buffers grow to. */
  static final int PIECE = 65_536;

  /** How long an upload may bring nothing while others stand in line. */
  static final long PATIENCE_MILLIS = 50;

  private final Queue<Inflow> line = new ArrayDeque<>();
  private final Set<Inflow> reading = new LinkedHashSet<>();
  private int taken;
  private boolean watching;

  /** Bytes that have come, or may come at any moment. */
  synchronized int taken() {
    return taken;
  }

  synchronized void go(Inflow upload) {
    if (upload.place == Place.HELD) {
      lineUp(upload);
      admit();
    }
  }

  /**
   * @param place that it is to have, which is not one that reads
   */
  synchronized void hold(Inflow upload, Place place) {
    leave(upload, place);
    admit();
  }

  synchronized void came(Inflow upload, int bytes) {
    upload.waiting += bytes;
    upload.brought = true;
    taken += bytes;
    if (upload.place == Place.READING && (upload.waiting >= MOST || taken > BYTES)) {
      // What came takes the place of what might have come.
      leave(upload, Place.HELD);
      admit();
    }
  }

  synchronized void went(Inflow upload, int bytes) {
    upload.waiting -= bytes;
    taken -= bytes;
    if (upload.place == Place.HELD) {
      lineUp(upload);
    }
    admit();
  }

  synchronized void end(Inflow upload) {
    leave(upload, Place.FREE);
    taken -= upload.waiting;
    upload.waiting = 0;
    admit();
  }

  private void lineUp(Inflow upload) {
    upload.place = Place.IN_LINE;
    line.add(upload);
  }

  private void leave(Inflow upload, Place place) {
    if (upload.place == Place.READING) {
      reading.remove(upload);
      taken -= PIECE;
    } else if (upload.place == Place.IN_LINE) {
      line.remove(upload);
    }
    upload.place = place;
    upload.obey();
  }

  private void admit() {
    while (!line.isEmpty() && taken + PIECE <= BYTES) {
      Inflow next = line.poll();
      next.place = Place.READING;
      next.brought = true;
      reading.add(next);
      taken += PIECE;
      next.obey();
    }
    if (!line.isEmpty() && !watching) {
      watching = true;
      EventLoop loop = line.peek().channel.eventLoop();
      var unused = loop.schedule(this::letOthersRead, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Called whenever patience ends while somebody stands in line. */
  synchronized void letOthersRead() {
    watching = false;
    List<Inflow> idle =
        reading.stream().filter(upload -> !upload.brought).limit(line.size()).toList();
    reading.forEach(upload -> upload.brought = false);
    for (Inflow upload : idle) {
      leave(upload, Place.HELD);
      lineUp(upload);
    }
    admit();
  }
}
