import type { Bucket, Durations, Report, ReportFigures } from "../../client/index";
import { locale } from "../../shared/time";
import { words } from "../../strings/console";
import { NOTHING, count, span } from "./figure-text";

export type Unit = "count" | "seconds";

/** One figure over the buckets of a window. */
export interface Column {
  name: string;
  unit: Unit;
  /** One a bucket; null where there was nothing to measure. */
  values: (number | null)[];
  /** Of the whole window: not the sum of the buckets, which a mean or a median does not have. */
  total: number | null;
  /** Whether it is a line of the chart; otherwise only in legend and table. */
  drawn: boolean;
}

/** What one chart shows, and its table as well. */
export interface Chart {
  id: string;
  title: string;
  /** What is counted or measured, in words. */
  means: string;
  columns: Column[];
}

/** A bucket's name on the axis and in the table. */
export interface BucketName {
  short: string;
  full: string;
}

export function textOf(unit: Unit, value: number | null): string {
  if (value === null) return NOTHING;
  return unit === "count" ? count(value) : span(value);
}

/** Whether there is anything to show. */
export function isEmpty({ total, hoursOfWeek }: Report): boolean {
  const { responseTime, firstResponseTime, handlingTime, resolutionTime, ...counts } = total;
  const times = [responseTime, firstResponseTime, handlingTime, resolutionTime].map(({ n }) => n);
  return hoursOfWeek.length === 0 && [...times, ...Object.values(counts)].every((each) => each === 0);
}

/** Every chart of a report, in the order of the page. */
export function chartsOf(report: Report): Chart[] {
  const text = words.figures;
  const counted = (name: string, of: (figures: ReportFigures) => number, drawn = true): Column => ({
    name, unit: "count", values: report.buckets.map(({ figures }) => of(figures)), total: of(report.total), drawn,
  });
  const timed = (id: string, title: string, means: string, of: (figures: ReportFigures) => Durations): Chart => {
    const part = (name: string, unit: Unit, pick: (durations: Durations) => number | null): Column => ({
      name,
      unit,
      values: report.buckets.map(({ figures }) => pick(of(figures))),
      total: pick(of(report.total)),
      drawn: unit === "seconds",
    });
    return {
      id,
      title,
      means: `${means} ${text.endsIn}`,
      columns: [
        part(text.n, "count", ({ n }) => n),
        part(text.mean, "seconds", ({ mean }) => mean),
        part(text.median, "seconds", ({ median }) => median),
        part(text.p90, "seconds", ({ p90 }) => p90),
      ],
    };
  };
  return [
    {
      id: "chats",
      title: text.chats,
      means: text.chatsMean,
      columns: [
        counted(text.opened, ({ opened }) => opened),
        counted(text.taken, ({ taken }) => taken),
        counted(text.takenOver, ({ takenOver }) => takenOver),
        counted(text.transferred, ({ transferred }) => transferred),
        counted(text.finished, ({ finished }) => finished),
      ],
    },
    {
      id: "messages",
      title: text.messages,
      means: text.messagesMean,
      columns: [
        counted(text.byFollowers, ({ followerMessages }) => followerMessages),
        counted(text.byAgents, ({ agentMessages }) => agentMessages),
        counted(text.bySystem, ({ systemMessages }) => systemMessages),
        counted(text.attachments, ({ attachments }) => attachments, false),
      ],
    },
    timed("response", text.response, text.responseMean, ({ responseTime }) => responseTime),
    timed("first-response", text.firstResponse, text.firstResponseMean, ({ firstResponseTime }) => firstResponseTime),
    timed("handling", text.handling, text.handlingMean, ({ handlingTime }) => handlingTime),
    timed("resolution", text.resolution, text.resolutionMean, ({ resolutionTime }) => resolutionTime),
  ];
}

/** The names of a report's buckets by the clocks of its zone; two hours of one name are told apart. */
export function bucketNames({ buckets, bucket, zone, from, to }: Report): BucketName[] {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  // The year is said where there is more than one.
  const years = format({ year: "numeric" });
  const several = years.format(new Date(from)) !== years.format(new Date(Date.parse(to) - 1));
  const day = { weekday: "short", day: "numeric", month: "short", ...(several ? ({ year: "numeric" } as const) : {}) } as const;
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const [short, full] = formats(bucket, format, day, hour);
  const offset = format({ ...day, ...hour, timeZoneName: "shortOffset" });
  const names = buckets.map((one) => {
    const [begin, end] = [new Date(one.from), new Date(Date.parse(one.to) - 1)];
    return {
      short: short.format(begin),
      full: bucket === "WEEK" ? full.formatRange(begin, end) : full.format(begin),
    };
  });
  return names.map((name, index) => {
    const twice = bucket === "HOUR" && (names[index - 1]?.full === name.full || names[index + 1]?.full === name.full);
    return twice ? { ...name, full: offset.format(new Date(buckets[index]?.from ?? 0)) } : name;
  });
}

function formats(
  bucket: Uppercase<Bucket>,
  format: (options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat,
  day: Intl.DateTimeFormatOptions,
  hour: Intl.DateTimeFormatOptions,
): [short: Intl.DateTimeFormat, full: Intl.DateTimeFormat] {
  switch (bucket) {
    case "HOUR":
      return [format(hour), format({ ...day, ...hour })];
    case "DAY":
      return [format({ day: "numeric", month: "short" }), format(day)];
    case "WEEK":
      return [format({ day: "numeric", month: "short" }), format({ day: "numeric", month: "short", year: "numeric" })];
    case "MONTH":
      return [format({ month: "short", year: "numeric" }), format({ month: "long", year: "numeric" })];
  }
}
