package io.parley.localstack.supervisor;

import io.parley.localstack.process.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small JVMs that start fast: many of them share one developer's machine. */
final class JvmOptions {
  private JvmOptions() {}

  static List<String> service(Options options, String service) {
    return small("-Xms64m", options.home().resolve(service).resolve("target"));
  }

  static List<String> broker(Options options) {
    return small("-Xms128m", options.home().resolve("local-stack/target"));
  }

  private static List<String> small(String heapAtStart, Path target) {
    List<String> jvm =
        new ArrayList<>(
            List.of("-Xmx256m", heapAtStart, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    // A third to a half of the processor time of a start is reading classes. The JVM writes this
    // archive when it first ends in peace, and again whenever it does not fit the jars any more.
    jvm.add("-XX:+AutoCreateSharedArchive");
    jvm.add("-XX:SharedArchiveFile=" + target.resolve("startup.jsa"));
    jvm.add("-Xlog:cds=off,cds+dynamic=off");
    jvm.addAll(ChildJvm.quiet());
    return jvm;
  }
}
