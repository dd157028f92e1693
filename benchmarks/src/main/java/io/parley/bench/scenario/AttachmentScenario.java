package io.parley.bench.scenario;

import io.parley.bench.cost.MemoryMeter;
import io.parley.bench.report.Budgets;
import io.parley.bench.report.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of 10 MB up and down, against the same bytes through nginx in turn, and the live heap of
 * attachment-service while many uploads are in flight. The service is asked directly, as nginx is;
 * what the local edge adds is told beside it.
 */
public final class AttachmentScenario {
  private static final String SECTION = "attachments of 10 MB, medians";
  private static final int BYTES = 10_485_760;
  private static final int AT_ONCE = 200;

  /** Smaller files, up and down, before anything counts. */
  private static final int WARM_UPS = 1_500;

  private static final int WARM_UP_BYTES = 327_680;

  /** Of the ports of a stack, counted from its public one. */
  private static final int SERVICE_PORT = 3;

  private static final Pattern LINK = Pattern.compile("\"contentUrl\":\"([^\"]+)\"");

  private final Bench bench;
  private final byte[] file = pdf(BYTES);
  private final List<String> tokens;
  private int uploads;

  private AttachmentScenario(Bench bench) {
    this.bench = bench;
    this.tokens = bench.stack().tokens("follower-9000001..9000060");
  }

  /**
   * Measures.
   *
   * @param rounds of each transfer that count; as many before warm up
   */
  public static void run(Bench bench, int rounds) {
    AttachmentScenario scenario = new AttachmentScenario(bench);
    try (Nginx nginx = Nginx.start()) {
      scenario.transfers(nginx, rounds);
      scenario.memory();
    } catch (IOException e) {
      throw new IllegalStateException("attachments: " + e.getMessage(), e);
    }
  }

  /**
   * The compilers have seen all that decides over a file, and each piece of it on its way, some
   * thousand times before anything counts.
   */
  private void warmUp(int port) throws IOException {
    byte[] small = pdf(WARM_UP_BYTES);
    try (HttpConnection connection = new HttpConnection(port)) {
      for (int i = 0; i < WARM_UPS; i++) {
        connection.get(link(upload(connection, small)));
      }
    }
  }

  private void transfers(Nginx nginx, int rounds) throws IOException {
    int edgePort = bench.stack().edge().getPort();
    int servicePort = edgePort + SERVICE_PORT;
    warmUp(servicePort);
    warmUp(edgePort);
    double[][] millis = new double[6][rounds];
    // Opened together: servers close what is idle for long.
    try (HttpConnection service = new HttpConnection(servicePort);
        HttpConnection edge = new HttpConnection(edgePort);
        HttpConnection peer = new HttpConnection(nginx.port())) {
      for (int i = -rounds; i < rounds; i++) {
        // A new one for nginx, too, as a store of attachments only grows.
        String name = "f" + i;
        List<Long> nanos = new ArrayList<>();
        String link = link(timed(nanos, () -> upload(service, file)));
        timed(nanos, () -> Nginx.put(peer, name, file));
        timed(nanos, () -> service.get(link));
        timed(nanos, () -> peer.get('/' + name));
        String throughEdge = link(timed(nanos, () -> upload(edge, file)));
        timed(nanos, () -> edge.get(throughEdge));
        for (int kind = 0; i >= 0 && kind < millis.length; kind++) {
          millis[kind][i] = nanos.get(kind) / 1e6;
        }
      }
    }
    double[] median = Arrays.stream(millis).mapToDouble(AttachmentScenario::median).toArray();
    Report report = bench.report();
    report.add(SECTION, "upload", median[0], "ms");
    report.add(SECTION, "upload, nginx PUT", median[1], "ms");
    report.add(
        SECTION, "upload, speed against nginx", median[1] / median[0], "×", Budgets.UPLOAD_RATIO);
    report.add(SECTION, "download", median[2], "ms");
    report.add(SECTION, "download, nginx GET", median[3], "ms");
    report.add(
        SECTION,
        "download, speed against nginx",
        median[3] / median[2],
        "×",
        Budgets.DOWNLOAD_RATIO);
    report.add(SECTION, "upload through the local edge", median[4], "ms");
    report.add(SECTION, "download through the local edge", median[5], "ms");
  }

  /**
   * Live objects while all uploads have stopped half way, and again while all of them send the rest
   * as fast as they can, against those when there is none.
   */
  private void memory() throws IOException {
    long pid = bench.pids("attachment-service").getFirst();
    OptionalLong before = MemoryMeter.settled(pid).heapBytes();
    CountDownLatch halfWay = new CountDownLatch(AT_ONCE);
    CountDownLatch goOn = new CountDownLatch(1);
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      running.add(
          CompletableFuture.runAsync(
              () -> uploadWithStop(halfWay, goOn), Thread::startVirtualThread));
    }
    try {
      if (!halfWay.await(2, TimeUnit.MINUTES)) {
        throw new IOException(halfWay.getCount() + " of many uploads did not get half way");
      }
      // What is on its way through sockets and to the disk arrives.
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
      OptionalLong stopped = MemoryMeter.settled(pid).heapBytes();
      goOn.countDown();
      OptionalLong sending = MemoryMeter.settled(pid).heapBytes();
      long done = running.stream().filter(CompletableFuture::isDone).count();
      running.forEach(CompletableFuture::join);
      addMemory("live heap per upload, %d stopped half way".formatted(AT_ONCE), before, stopped);
      addMemory(
          "live heap per upload, %d at full speed (%d done)".formatted(AT_ONCE, done),
          before,
          sending);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void addMemory(String name, OptionalLong before, OptionalLong during) {
    if (before.isPresent() && during.isPresent()) {
      double each = (during.getAsLong() - before.getAsLong()) / 1024.0 / AT_ONCE;
      bench.report().add(SECTION, name, each, "KiB", Budgets.KIB_PER_UPLOAD);
    }
  }

  private void uploadWithStop(CountDownLatch halfWay, CountDownLatch goOn) {
    int port = bench.stack().edge().getPort() + SERVICE_PORT;
    try (HttpConnection connection = new HttpConnection(port)) {
      connection.send(uploadHead(BYTES));
      connection.send(file, 0, BYTES / 2);
      halfWay.countDown();
      goOn.await();
      connection.send(file, BYTES / 2, BYTES - BYTES / 2);
      connection.answer(201);
    } catch (IOException e) {
      throw new IllegalStateException("an upload of many failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String upload(HttpConnection connection, byte[] bytes) throws IOException {
    connection.send(uploadHead(bytes.length));
    connection.send(bytes, 0, bytes.length);
    return connection.answer(201);
  }

  private synchronized String uploadHead(int bytes) {
    String token = tokens.get(uploads++ % tokens.size());
    return """
    POST /api/attachments HTTP/1.1
    Host: localhost
    Authorization: Bearer %s
    Content-Disposition: attachment; filename="ten.pdf"
    Content-Type: application/octet-stream
    Content-Length: %d

    """
        .formatted(token, bytes)
        .replace("\n", "\r\n");
  }

  private interface Transfer {
    String run() throws IOException;
  }

  private static String timed(List<Long> nanos, Transfer transfer) throws IOException {
    long start = System.nanoTime();
    String answer = transfer.run();
    nanos.add(System.nanoTime() - start);
    return answer;
  }

  private static String link(String answer) {
    Matcher link = LINK.matcher(answer);
    if (!link.find()) {
      throw new IllegalStateException("An upload was answered without a link");
    }
    return URI.create(link.group(1)).toString();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Random bytes between the beginning and the end of a PDF. */
  private static byte[] pdf(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    byte[] tail =
        "\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(size / 2)
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(tail, 0, bytes, size - tail.length, tail.length);
    return bytes;
  }
}
