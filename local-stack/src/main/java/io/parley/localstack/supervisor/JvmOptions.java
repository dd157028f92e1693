package io.parley.localstack.supervisor;

import io.parley.localstack.process.ChildJvm;
import io.parley.localstack.process.StartupArchive;
import java.util.ArrayList;
import java.util.List;

/** Small JVMs that start fast: many of them share one developer's machine. */
final class JvmOptions {
  private JvmOptions() {}

  static List<String> service(StartupArchive archive) {
    return small("-Xms64m", archive);
  }

  static List<String> broker(StartupArchive archive) {
    return small("-Xms128m", archive);
  }

  private static List<String> small(String heapAtStart, StartupArchive archive) {
    List<String> options =
        new ArrayList<>(
            List.of("-Xmx256m", heapAtStart, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    options.addAll(archive.options());
    options.addAll(ChildJvm.quiet());
    return options;
  }
}
