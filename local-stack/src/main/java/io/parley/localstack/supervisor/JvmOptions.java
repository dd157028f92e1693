package io.parley.localstack.supervisor;

import io.parley.localstack.process.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small JVMs that start fast: many of them share one developer's machine. */
final class JvmOptions {
  private JvmOptions() {}

  /**
   * Megabytes of a heap. What lives for the length of a request should die in the young part: the
   * more of it there is, the fewer collections stop everything.
   */
  private record Heap(int most, int atStart, int young) {}

  static List<String> service(Options options, String service) {
    return small(new Heap(256, 128, 64), options.home().resolve(service).resolve("target"));
  }

  static List<String> broker(Options options) {
    return small(new Heap(384, 192, 96), options.home().resolve("local-stack/target"));
  }

  private static List<String> small(Heap heap, Path target) {
    List<String> jvm =
        new ArrayList<>(
            List.of(
                "-Xmx" + heap.most() + "m",
                "-Xms" + heap.atStart() + "m",
                "-Xmn" + heap.young() + "m",
                "-XX:SurvivorRatio=4",
                // Reading classes until the default is full means full collections while starting.
                "-XX:MetaspaceSize=128m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
    // A third to a half of the processor time of a start is reading classes. The JVM writes this
    // archive when it first ends in peace, and again whenever it does not fit the jars any more.
    jvm.add("-XX:+AutoCreateSharedArchive");
    jvm.add("-XX:SharedArchiveFile=" + target.resolve("startup.jsa"));
    jvm.add("-Xlog:cds=off,cds+dynamic=off");
    jvm.addAll(ChildJvm.quiet());
    return jvm;
  }
}
