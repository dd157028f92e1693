package io.parley.analytics.query;

import io.parley.analytics.query.Report.ReportFigures;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as CSV (RFC 4180): a row a bucket, then a row an agent; times in seconds. */
final class ReportCsv {
  private static final List<String> INTERVALS =
      List.of("response", "first_response", "handling", "resolution");

  private ReportCsv() {}

  static String write(Report report) {
    StringBuilder csv = new StringBuilder();
    List<String> header =
        new ArrayList<>(
            List.of(
                "from",
                "to",
                "agent_id",
                "agent_name",
                "opened",
                "taken",
                "taken_over",
                "transferred",
                "finished",
                "follower_messages",
                "agent_messages",
                "system_messages",
                "attachments"));
    for (String interval : INTERVALS) {
      for (String part : List.of("n", "mean_seconds", "median_seconds", "p90_seconds")) {
        header.add(interval + "_" + part);
      }
    }
    line(csv, header);
    String agentId = report.agentId() == null ? "" : report.agentId();
    for (Report.Row row : report.buckets()) {
      line(csv, row(row.from().toString(), row.to().toString(), agentId, "", row.figures()));
    }
    for (Report.AgentRow row : report.agents()) {
      line(
          csv,
          row(
              report.from().toString(),
              report.to().toString(),
              row.id(),
              row.name(),
              row.figures()));
    }
    return csv.toString();
  }

  /** Such as {@code demo-2026-03-02-2026-03-08.csv}: channel, first and last day, agent if any. */
  static String fileName(Report report) {
    ZoneId zone = ZoneId.of(report.zone());
    List<String> parts = new ArrayList<>();
    parts.add(report.channelId());
    parts.add(LocalDate.ofInstant(report.from(), zone).toString());
    parts.add(LocalDate.ofInstant(report.to().minusNanos(1), zone).toString());
    if (report.agentId() != null) {
      parts.add(report.agentId());
    }
    // Ids may hold what no file name can.
    return String.join("-", parts).replaceAll("[^A-Za-z0-9._-]", "_") + ".csv";
  }

  private static List<String> row(
      String from, String to, String agentId, String name, ReportFigures figures) {
    List<String> cells = new ArrayList<>(List.of(from, to, agentId, name));
    for (long count :
        new long[] {
          figures.opened(),
          figures.taken(),
          figures.takenOver(),
          figures.transferred(),
          figures.finished(),
          figures.followerMessages(),
          figures.agentMessages(),
          figures.systemMessages(),
          figures.attachments()
        }) {
      cells.add(Long.toString(count));
    }
    for (IntervalFigure interval :
        List.of(
            figures.responseTime(),
            figures.firstResponseTime(),
            figures.handlingTime(),
            figures.resolutionTime())) {
      cells.add(Long.toString(interval.n()));
      cells.add(number(interval.mean()));
      cells.add(number(interval.median()));
      cells.add(number(interval.p90()));
    }
    return cells;
  }

  private static String number(Double seconds) {
    return seconds == null ? "" : seconds.toString();
  }

  private static void line(StringBuilder csv, List<String> cells) {
    csv.append(cells.stream().map(ReportCsv::cell).collect(Collectors.joining(",")));
    csv.append("\r\n");
  }

  /** Quoted where needed. What a spreadsheet would take for a formula is text. */
  private static String cell(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
