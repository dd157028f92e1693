package io.parley.e2e.invariant;

import java.util.List;
import java.util.Map;

/**
 * What the checker found.
 *
 * @param repeated events that clients were sent again and did not apply again
 * @param checked how many times each invariant was looked at
 */
public record Verdict(
    long stored,
    long conversations,
    long published,
    long clients,
    long repeated,
    long connections,
    long retries,
    Map<Invariant, Long> checked,
    Map<Invariant, List<String>> violations) {
  private static final int SHOWN = 5;

  public long violationCount() {
    return violations.values().stream().mapToLong(List::size).sum();
  }

  /** The counts, and the first violations of each kind. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d events of %,d conversations stored, %,d records published (%,d repeated); %,d clients, %,d connections, %,d retries, %,d events seen again%n"
            .formatted(
                stored,
                conversations,
                published,
                published - stored,
                clients,
                connections,
                retries,
                repeated));
    for (Invariant invariant : Invariant.values()) {
      List<String> found = violations.get(invariant);
      text.append(
          "%s %-42s %,10d checks %,6d violations%n"
              .formatted(invariant, invariant.title(), checked.get(invariant), found.size()));
      found.stream().limit(SHOWN).forEach(each -> text.append("     ").append(each).append('\n'));
    }
    return text.toString();
  }
}
