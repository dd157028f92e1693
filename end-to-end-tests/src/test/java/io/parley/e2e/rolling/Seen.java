package io.parley.e2e.rolling;

import io.parley.e2e.client.ChatClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all clients together saw of the restarts.
 *
 * @param closes how often a connection ended with each close code
 * @param reconnectMillis from each loss until everything missed was there, in order of size
 * @param failedDials attempts to connect that came to nothing
 * @param refusedForNow messages that were refused and tried again
 * @param retries messages that were sent again because their ack was lost with the connection
 */
record Seen(
    Map<Integer, Long> closes,
    List<Long> reconnectMillis,
    long failedDials,
    long refusedForNow,
    long retries) {

  static Seen of(List<ChatClient> clients) {
    Map<Integer, Long> closes = new TreeMap<>();
    List<Long> millis = new ArrayList<>();
    long failedDials = 0;
    long refused = 0;
    long retries = 0;
    for (ChatClient client : clients) {
      client.interruptions().closes().forEach((code, n) -> closes.merge(code, n, Long::sum));
      millis.addAll(client.interruptions().reconnectMillis());
      failedDials += client.interruptions().failedDials();
      refused += client.interruptions().refusedForNowCount();
      retries += client.transcript().snapshot().retries();
    }
    Collections.sort(millis);
    return new Seen(closes, millis, failedDials, refused, retries);
  }

  String summary() {
    return "%d reconnects (close codes %s), until caught up p50 %d ms, p99 %d ms, longest %d ms; %d failed dials, %d messages refused for now, %d sent again%n"
        .formatted(
            reconnectMillis.size(),
            closes,
            percentile(50),
            percentile(99),
            percentile(100),
            failedDials,
            refusedForNow,
            retries);
  }

  private long percentile(int percent) {
    return reconnectMillis.isEmpty()
        ? 0
        : reconnectMillis.get(
            Math.min(reconnectMillis.size() - 1, reconnectMillis.size() * percent / 100));
  }
}
