package io.parley.analytics.query;

import io.parley.analytics.figure.Bucket;
import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.Interval;
import io.parley.analytics.figure.Tally;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A window of a channel in detail. */
@Schema(name = "Report")
public record Report(
    @Schema(required = true) String channelId,
    @Schema(required = true, description = "Start of the window, itself in it") Instant from,
    @Schema(required = true, description = "End of the window, itself not in it") Instant to,
    @Schema(required = true) Bucket bucket,
    @Schema(required = true, description = "Whose clocks cut the buckets, such as Europe/Rome")
        String zone,
    @Schema(required = true, nullable = true, description = "Whose figures; null for all agents'")
        String agentId,
    @Schema(required = true, description = "The whole window") ReportFigures total,
    @Schema(required = true, description = "In order, without a gap") List<Row> buckets,
    @Schema(required = true, description = "Whoever did something in the window, by name")
        List<AgentRow> agents,
    @Schema(required = true, description = "What came in, by hour of the week; only hours with any")
        List<HourOfWeek> hoursOfWeek) {
  public Report {
    buckets = List.copyOf(buckets);
    agents = List.copyOf(agents);
    hoursOfWeek = List.copyOf(hoursOfWeek);
  }

  /** One bucket. */
  @Schema(name = "ReportBucket")
  public record Row(
      @Schema(required = true) Instant from,
      @Schema(required = true) Instant to,
      @Schema(required = true) ReportFigures figures) {}

  /** One agent. */
  @Schema(name = "ReportAgent")
  public record AgentRow(
      @Schema(required = true) String id,
      @Schema(required = true) String name,
      @Schema(required = true) ReportFigures figures) {}

  /** What followers did in one hour of the week, over all weeks of the window. */
  @Schema(name = "HourOfWeek")
  public record HourOfWeek(
      @Schema(required = true, description = "1 Monday to 7 Sunday") int day,
      @Schema(required = true, description = "0 to 23") int hour,
      @Schema(required = true) long opened,
      @Schema(required = true) long followerMessages) {}

  /** Everything that is counted and measured. */
  @Schema(name = "ReportFigures")
  public record ReportFigures(
      @Schema(required = true) long opened,
      @Schema(required = true) long taken,
      @Schema(required = true) long takenOver,
      @Schema(required = true) long transferred,
      @Schema(required = true) long finished,
      @Schema(required = true) long followerMessages,
      @Schema(required = true) long agentMessages,
      @Schema(required = true) long systemMessages,
      @Schema(required = true) long attachments,
      @Schema(required = true) IntervalFigure responseTime,
      @Schema(required = true) IntervalFigure firstResponseTime,
      @Schema(required = true) IntervalFigure handlingTime,
      @Schema(required = true) IntervalFigure resolutionTime) {

    static ReportFigures of(Tally tally) {
      return new ReportFigures(
          tally.get(Count.OPENED),
          tally.get(Count.TAKEN),
          tally.get(Count.TAKEN_OVER),
          tally.get(Count.TRANSFERRED),
          tally.get(Count.FINISHED),
          tally.get(Count.FOLLOWER_MESSAGES),
          tally.get(Count.AGENT_MESSAGES),
          tally.get(Count.SYSTEM_MESSAGES),
          tally.get(Count.ATTACHMENTS),
          IntervalFigure.of(tally.get(Interval.RESPONSE)),
          IntervalFigure.of(tally.get(Interval.FIRST_RESPONSE)),
          IntervalFigure.of(tally.get(Interval.HANDLING)),
          IntervalFigure.of(tally.get(Interval.RESOLUTION)));
    }
  }
}
