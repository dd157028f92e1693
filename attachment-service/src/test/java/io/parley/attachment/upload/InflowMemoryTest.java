package io.parley.attachment.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InflowMemoryTest {
  private static final int AT_ONCE = InflowMemory.BYTES / InflowMemory.PIECE;

  private final InflowMemory memory = new InflowMemory();

  @Test
  void readsAtOnceWhatThereIsRoomFor() {
    // Given more uploads than pieces fit into memory
    List<Inflow> uploads = uploads(3 * AT_ONCE);

    // When all want to read
    uploads.forEach(Inflow::go);

    // Then as many read as there is room for, in their order
    assertEquals(uploads.subList(0, AT_ONCE), reading(uploads));
    assertEquals(InflowMemory.BYTES, memory.taken());
  }

  @Test
  void staysWithinItsBoundWhenAllBringAtOnce() {
    // Given as many uploads reading as there is room for
    List<Inflow> uploads = uploads(3 * AT_ONCE);
    uploads.forEach(Inflow::go);

    // When each brings all that it may, half a piece at a time
    for (Inflow upload : reading(uploads)) {
      upload.came(InflowMemory.PIECE / 2);
      upload.came(InflowMemory.PIECE / 2);
    }

    // Then memory is full, not more, and nobody reads
    assertEquals(InflowMemory.BYTES, memory.taken());
    assertEquals(List.of(), reading(uploads));

    // When one of them is written
    uploads.getFirst().went(InflowMemory.PIECE);

    // Then the next in line reads
    assertEquals(List.of(uploads.get(AT_ONCE)), reading(uploads));
  }

  @Test
  void lendsThePlaceOfWhoBringsNothing() {
    // Given more uploads than pieces fit into memory
    List<Inflow> uploads = uploads(3 * AT_ONCE);
    uploads.forEach(Inflow::go);
    Set<Inflow> read = new HashSet<>(reading(uploads));

    // When nobody brings anything for a while
    for (int i = 0; i < 6; i++) {
      patienceEnds(uploads);
      read.addAll(reading(uploads));
    }

    // Then each had its turn, and there were never more at once
    assertEquals(new HashSet<>(uploads), read);
    assertEquals(InflowMemory.BYTES, memory.taken());
  }

  @Test
  void leavesWhoBringsSomethingInItsPlace() {
    // Given a line behind uploads, and one of them that brings a little
    List<Inflow> uploads = uploads(AT_ONCE + 1);
    uploads.forEach(Inflow::go);
    Inflow busy = uploads.getFirst();

    // When patience ends again and again
    for (int i = 0; i < 3; i++) {
      busy.came(1);
      busy.went(1);
      memory.letOthersRead();
    }

    // Then it reads still
    assertTrue(reading(uploads).contains(busy));
  }

  @Test
  void holdsAnUploadThatHasEnough() {
    // Given a lone upload
    Inflow upload = uploads(1).getFirst();
    upload.go();

    // When much of it waits for the disk
    upload.came(InflowMemory.MOST - 1);
    assertTrue(reads(upload));
    upload.came(1);

    // Then it does not read on before some is written
    assertFalse(reads(upload));
    upload.went(1);
    assertTrue(reads(upload));
  }

  @Test
  void readsNothingMoreOfWhatWasStopped() {
    // Given an upload that is refused while its bytes wait
    Inflow upload = uploads(1).getFirst();
    upload.go();
    upload.came(10);
    upload.stop();

    // When they are written
    upload.went(10);

    // Then nothing more is read, until it is over
    assertFalse(reads(upload));
    assertEquals(0, memory.taken());
    upload.end();
    assertTrue(reads(upload));
  }

  @Test
  void givesBackWhatAnUploadLeaves() {
    // Given uploads that read, that stand in line, and that are held
    List<Inflow> uploads = uploads(2 * AT_ONCE);
    uploads.forEach(Inflow::go);
    uploads.getFirst().came(InflowMemory.PIECE);

    // When all end
    uploads.forEach(Inflow::end);

    // Then all memory is free, and every connection reads what comes next
    assertEquals(0, memory.taken());
    assertEquals(uploads, reading(uploads));
  }

  private List<Inflow> uploads(int number) {
    return new ArrayList<>(
        IntStream.range(0, number)
            .mapToObj(
                i -> {
                  Inflow upload = new Inflow(new EmbeddedChannel(), memory);
                  upload.hold();
                  return upload;
                })
            .toList());
  }

  private static List<Inflow> reading(List<Inflow> uploads) {
    return uploads.stream().filter(InflowMemoryTest::reads).toList();
  }

  private static boolean reads(Inflow upload) {
    return upload.channel.config().isAutoRead();
  }

  private static void patienceEnds(List<Inflow> uploads) {
    for (Inflow upload : uploads) {
      EmbeddedChannel channel = (EmbeddedChannel) upload.channel;
      channel.advanceTimeBy(InflowMemory.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
  }
}
