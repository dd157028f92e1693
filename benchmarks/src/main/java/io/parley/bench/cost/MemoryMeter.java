package io.parley.bench.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of a Java process. */
public final class MemoryMeter {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  /** What a collection leaves between live objects, under names of its own. */
  private static final Pattern FILLER =
      Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+\\S*jdk\\.internal\\.vm\\.Filler");

  private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  private MemoryMeter() {}

  /**
   * Memory after a full collection, so that garbage of connecting does not count.
   *
   * @param rssBytes resident set
   * @param heapBytes live objects, empty where the JDK's jcmd is missing
   */
  public record Memory(long rssBytes, OptionalLong heapBytes) {}

  /** Collects garbage in the process, gives free memory back where the JDK can, and reads. */
  public static Memory settled(long pid) {
    OptionalLong heap = OptionalLong.empty();
    // A full collection, then the count of what is left; twice, since the first one may free
    // buffers whose cleaners run after it.
    for (int i = 0; i < 2; i++) {
      jcmd(pid, "GC.run");
      heap = liveBytes(jcmd(pid, "GC.class_histogram"));
    }
    jcmd(pid, "System.trim_native_heap");
    return new Memory(rss(pid), heap);
  }

  static OptionalLong liveBytes(String histogram) {
    Matcher matcher = TOTAL.matcher(histogram);
    long filler =
        FILLER.matcher(histogram).results().mapToLong(line -> Long.parseLong(line.group(1))).sum();
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)) - filler)
        : OptionalLong.empty();
  }

  static OptionalLong rssBytes(String status) {
    Matcher matcher = RSS.matcher(status);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024)
        : OptionalLong.empty();
  }

  private static long rss(long pid) {
    try {
      return rssBytes(Files.readString(Path.of("/proc/" + pid + "/status"))).orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  static boolean isJvm(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .filter(command -> Path.of(command).getFileName().toString().equals("java"))
        .isPresent();
  }

  /**
   * Output of the command, empty when there is no jcmd or it fails.
   *
   * <p>Only a JVM is spoken to: jcmd knocks with SIGQUIT, at which PostgreSQL shuts down.
   */
  public static String jcmd(long pid, String... command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd) || !isJvm(pid)) {
      return "";
    }
    try {
      String[] line = new String[2 + command.length];
      line[0] = jcmd.toString();
      line[1] = Long.toString(pid);
      System.arraycopy(command, 0, line, 2, command.length);
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(60, TimeUnit.SECONDS) ? output : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
