package io.parley.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Classes as a JVM has them in memory after its start, kept for the next start (application class
 * data sharing): reading and checking classes is a third to a half of a start's processor time. The
 * JVM itself refuses an archive that does not fit, and then starts as if there were none.
 *
 * @param file the archive
 * @param jar what the JVM runs; an archive that is older is written anew
 */
public record StartupArchive(Path file, Path jar) {

  /** True if there is an archive that was written after the jar was built. */
  public boolean isCurrent() {
    try {
      return Files.exists(file)
          && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a JVM has to be started with, to use the archive or to be able to write it. */
  public List<String> options() {
    return isCurrent()
        ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
        : List.of("-XX:+RecordDynamicDumpInfo", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  /**
   * Has a JVM that was started with {@link #options()} write the archive, unless it is current. The
   * JVM stands still for a moment. A failure is no harm: the next start is only slower.
   */
  public void write(ProcessHandle jvm) {
    if (isCurrent()) {
      return;
    }
    try {
      Path part = file.resolveSibling(file.getFileName() + "." + jvm.pid());
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(jvm.pid()),
                  "VM.cds",
                  "dynamic_dump",
                  part.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (jcmd.waitFor(60, TimeUnit.SECONDS) && Files.exists(part)) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
