package io.parley.analytics.projection;

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
}
