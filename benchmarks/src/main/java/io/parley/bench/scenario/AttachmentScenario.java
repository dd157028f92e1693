package io.parley.bench.scenario;

import io.parley.bench.cost.MemoryMeter;
import io.parley.bench.report.Budgets;
import io.parley.bench.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
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

  /** Small files, up and down, before anything counts. */
  private static final int WARM_UPS = 1_500;

  /** Of the ports of a stack, counted from its public one. */
  private static final int SERVICE_PORT = 3;

  private static final Pattern LINK = Pattern.compile("\"contentUrl\":\"([^\"]+)\"");

  private final Bench bench;
  private final byte[] file = pdf();
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
   * The compilers see what decides over a file some thousand times, not a few dozen: each transfer
   * runs through it once, however large.
   */
  private void warmUp(int port) throws IOException {
    byte[] note = "Your order 4711 is on its way.\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < WARM_UPS; i++) {
      exchange(
          port, get(link(exchange(port, uploadHead("n.txt", note.length), note, 201))), null, 200);
    }
  }

  private void transfers(Nginx nginx, int rounds) throws IOException {
    int edge = bench.stack().edge().getPort();
    int service = edge + SERVICE_PORT;
    warmUp(service);
    warmUp(edge);
    double[][] millis = new double[6][rounds];
    for (int i = -rounds; i < rounds; i++) {
      // A new one for nginx, too, as a store of attachments only grows.
      String name = "f" + i;
      List<Long> nanos = new ArrayList<>();
      String link = link(timed(nanos, () -> upload(service)));
      timed(nanos, () -> nginx.put(name, file));
      timed(nanos, () -> exchange(service, get(link), null, 200));
      timed(nanos, () -> exchange(nginx.port(), get('/' + name), null, 200));
      String throughEdge = link(timed(nanos, () -> upload(edge)));
      timed(nanos, () -> exchange(edge, get(throughEdge), null, 200));
      for (int kind = 0; i >= 0 && kind < millis.length; kind++) {
        millis[kind][i] = nanos.get(kind) / 1e6;
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
    try (Socket socket = connect(bench.stack().edge().getPort() + SERVICE_PORT)) {
      OutputStream out = socket.getOutputStream();
      out.write(uploadHead("ten.pdf", BYTES).getBytes(StandardCharsets.US_ASCII));
      out.write(file, 0, BYTES / 2);
      halfWay.countDown();
      goOn.await();
      out.write(file, BYTES / 2, BYTES - BYTES / 2);
      read(socket.getInputStream(), 201);
    } catch (IOException e) {
      throw new IllegalStateException("an upload of many failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String upload(int port) throws IOException {
    return exchange(port, uploadHead("ten.pdf", BYTES), file, 201);
  }

  private synchronized String uploadHead(String name, int bytes) {
    String token = tokens.get(uploads++ % tokens.size());
    return """
    POST /api/attachments HTTP/1.1
    Host: localhost
    Authorization: Bearer %s
    Content-Disposition: attachment; filename="%s"
    Content-Type: application/octet-stream
    Content-Length: %d
    Connection: close

    """
        .formatted(token, name, bytes)
        .replace("\n", "\r\n");
  }

  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  /**
   * One request on a connection of its own; returns the answer, of long ones only the beginning.
   */
  static String exchange(int port, String head, byte[] body, int status) throws IOException {
    try (Socket socket = connect(port)) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      if (body != null) {
        out.write(body);
      }
      return read(socket.getInputStream(), status);
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static String read(InputStream in, int status) throws IOException {
    byte[] buffer = new byte[262_144];
    int first = Math.max(0, in.read(buffer));
    StringBuilder begin =
        new StringBuilder(new String(buffer, 0, first, StandardCharsets.ISO_8859_1));
    int count;
    while ((count = in.read(buffer)) >= 0) {
      if (begin.length() < 4_096) {
        begin.append(new String(buffer, 0, Math.min(count, 4_096), StandardCharsets.ISO_8859_1));
      }
    }
    boolean expected =
        begin.indexOf("HTTP/1.1 " + status) == 0
            || (status == 201 && begin.indexOf("HTTP/1.1 204") == 0);
    if (!expected) {
      throw new IOException("answered " + begin.substring(0, Math.min(300, begin.length())));
    }
    return begin.toString();
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
  private static byte[] pdf() {
    byte[] bytes = new byte[BYTES];
    new Random(1).nextBytes(bytes);
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    byte[] tail =
        "\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n10000000\n%%EOF\n"
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(tail, 0, bytes, BYTES - tail.length, tail.length);
    return bytes;
  }
}
