/** The answers of analytics-service, as types. What each figure means: docs/analytics.md. */

/** How long something took, in seconds. With n = 0 the others are null. */
export interface Durations {
  n: number;
  mean: number | null;
  /** At most one percent off, as p90. */
  median: number | null;
  p90: number | null;
}

/** A channel at a glance. */
export interface Last24Hours {
  channelId: string;
  from: string;
  /** End of the window: of the second in which the server was asked. */
  to: string;
  finished: number;
  activeNow: number;
  unansweredNow: number;
  /** Since when the follower waits who waits longest; null when nobody does. */
  longestWaitSince: string | null;
  responseTime: Durations;
  firstResponseTime: Durations;
  handlingTime: Durations;
}

export type Bucket = "hour" | "day" | "week" | "month";

export interface ReportQuery {
  /** A date such as `2026-03-29` in the zone, or a moment with its offset. */
  from: string;
  /** As `from`; itself not in the window. */
  to: string;
  bucket?: Bucket;
  /** Whose clocks cut the buckets, such as `Europe/Rome`; UTC unless told. */
  zone?: string;
  /** Only this agent's figures. */
  agent?: string;
}

export interface ReportFigures {
  opened: number;
  taken: number;
  takenOver: number;
  transferred: number;
  finished: number;
  followerMessages: number;
  agentMessages: number;
  systemMessages: number;
  attachments: number;
  responseTime: Durations;
  firstResponseTime: Durations;
  handlingTime: Durations;
  resolutionTime: Durations;
}

export interface ReportBucket {
  from: string;
  to: string;
  figures: ReportFigures;
}

export interface ReportAgent {
  id: string;
  name: string;
  figures: ReportFigures;
}

/** What came in during one hour of the week, over all weeks of the window. */
export interface HourOfWeek {
  /** 1 Monday to 7 Sunday. */
  day: number;
  /** 0 to 23. */
  hour: number;
  opened: number;
  followerMessages: number;
}

/** A window of a channel in detail. */
export interface Report {
  channelId: string;
  from: string;
  to: string;
  bucket: Uppercase<Bucket>;
  zone: string;
  agentId: string | null;
  total: ReportFigures;
  /** In order, without a gap; the first and the last are cut where the window is. */
  buckets: ReportBucket[];
  /** Whoever did something in the window, by name. */
  agents: ReportAgent[];
  /** Only hours in which something came in. */
  hoursOfWeek: HourOfWeek[];
}

/** An answer, and what to ask with whether there is another one now. */
export interface Tagged<T> {
  value: T;
  tag: string | null;
}

/** A file by the name that the server gives it. */
export interface NamedFile {
  name: string;
  content: Blob;
}
