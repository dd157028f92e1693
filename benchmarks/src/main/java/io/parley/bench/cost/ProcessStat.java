package io.parley.bench.cost;

/**
 * The fields of {@code /proc/<pid>/stat} that the benchmark uses (proc_pid_stat(5)).
 *
 * @param ticks CPU used by the process itself and by its children that have ended, user and system,
 *     in clock ticks. With the ended children the sum over a process tree never goes back when a
 *     database backend exits.
 */
record ProcessStat(long pid, String command, long parent, long ticks) {
  private static final int STATE = 0;
  private static final int PARENT = STATE + 1;
  private static final int UTIME = STATE + 11;
  private static final int CSTIME = UTIME + 3;

  /** Parses the one line of the file; the command may hold blanks and parentheses. */
  static ProcessStat parse(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 0 || close < open) {
      throw new IllegalArgumentException("not a /proc/<pid>/stat line: " + line);
    }
    String[] fields = line.substring(close + 2).split(" ", -1);
    long ticks = 0;
    for (int i = UTIME; i <= CSTIME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return new ProcessStat(
        Long.parseLong(line.substring(0, open).strip()),
        line.substring(open + 1, close),
        Long.parseLong(fields[PARENT]),
        ticks);
  }
}
