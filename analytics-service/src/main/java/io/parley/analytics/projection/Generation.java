package io.parley.analytics.projection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One build of the projection, in a schema of its own. */
public record Generation(int id) {
  /** The layout of {@code projection.sql}: raise it with every change of the tables there. */
  public static final int LAYOUT = 1;

  /** First half of the advisory lock that the writer of a generation holds. */
  static final int LOCK_CLASS = 0x5041;

  public String schema() {
    return "generation_" + id;
  }

  /** The statement for this generation: {@code {}} stands for its schema. */
  public String sql(String statement) {
    return statement.replace("{}", schema());
  }

  /** The statements that make its schema. */
  String tables() {
    try (InputStream file = Generation.class.getResourceAsStream("/projection.sql")) {
      return sql(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("projection.sql cannot be read", e);
    }
  }
}
