import type { Bucket, Durations, Report, ReportFigures } from "../../client/index";

export const NONE: Durations = { n: 0, mean: null, median: null, p90: null };

export function figures(rest: Partial<ReportFigures> = {}): ReportFigures {
  return {
    opened: 0, taken: 0, takenOver: 0, transferred: 0, finished: 0, followerMessages: 0, agentMessages: 0, systemMessages: 0,
    attachments: 0, responseTime: NONE, firstResponseTime: NONE, handlingTime: NONE, resolutionTime: NONE, ...rest,
  };
}

/** A report whose buckets begin and end at these moments. */
export function report(bucket: Uppercase<Bucket>, zone: string, edges: string[], rest: Partial<Report> = {}): Report {
  const buckets = edges.slice(0, -1).map((from, index) => ({ from, to: edges[index + 1] ?? from, figures: figures() }));
  return {
    channelId: "demo", from: edges[0] ?? "", to: edges.at(-1) ?? "", bucket, zone, agentId: null, total: figures(), buckets, agents: [],
    hoursOfWeek: [], ...rest,
  };
}
