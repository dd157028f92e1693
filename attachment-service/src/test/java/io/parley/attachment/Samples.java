package io.parley.attachment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files in src/test/resources/samples, whose README says how each was made. */
public final class Samples {
  private static final Path FOLDER = Path.of("src/test/resources/samples");

  private Samples() {}

  /** A file that may be sent. */
  public static byte[] good(String name) {
    return read("good/" + name);
  }

  /** A file that must be refused. */
  public static byte[] bad(String name) {
    return read("bad/" + name);
  }

  private static byte[] read(String path) {
    try {
      return Files.readAllBytes(FOLDER.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
