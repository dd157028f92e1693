package io.parley.bench.cost;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All processes of the machine at one moment. */
final class ProcessTable {
  private final Map<Long, ProcessStat> byPid;

  ProcessTable(Map<Long, ProcessStat> byPid) {
    this.byPid = Map.copyOf(byPid);
  }

  static ProcessTable read() {
    Map<Long, ProcessStat> byPid = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path folder : folders) {
        read(folder).ifPresent(stat -> byPid.put(stat.pid(), stat));
      }
    } catch (IOException e) {
      // No /proc on this system: an empty table, and so no figures.
      byPid.clear();
    }
    return new ProcessTable(byPid);
  }

  private static Optional<ProcessStat> read(Path folder) {
    try {
      return Optional.of(ProcessStat.parse(Files.readString(folder.resolve("stat"))));
    } catch (IOException e) {
      // Ended between listing and reading: it is not there any more.
      return Optional.empty();
    }
  }

  /**
   * CPU ticks by name: each process counts for its nearest ancestor (or itself) among the roots;
   * processes outside all of them are left out.
   */
  Map<String, Long> ticksBy(Map<Long, String> roots) {
    Map<String, Long> ticks = new TreeMap<>();
    roots.values().forEach(name -> ticks.put(name, 0L));
    for (ProcessStat process : byPid.values()) {
      String owner = owner(process, roots);
      if (owner != null) {
        ticks.merge(owner, process.ticks(), Long::sum);
      }
    }
    return ticks;
  }

  private String owner(ProcessStat process, Map<Long, String> roots) {
    ProcessStat current = process;
    // Bounded: a table read while processes come and go could in theory hold a circle.
    for (int depth = 0; current != null && depth < 64; depth++) {
      String name = roots.get(current.pid());
      if (name != null) {
        return name;
      }
      current = byPid.get(current.parent());
    }
    return null;
  }
}
