import type { Bucket } from "../../client/index";

/** Days of a calendar as `2026-03-29`, both in the range. */
export interface Days {
  first: string;
  last: string;
}

export const RANGES = ["today", "week", "month", "custom"] as const;
export type RangeName = (typeof RANGES)[number];

const DAY_MILLIS = 86_400_000;
/** What the server answers at most. */
const MOST_BUCKETS = 800;
const MOST_DAYS = 3 * 366;
/** The shortest that one of each can be; of hours there may be 25 a day. */
const DAYS_OF: Readonly<Record<Bucket, number>> = { hour: 1 / 25, day: 1, week: 7, month: 28 };

/** The day that it is by the clocks of a zone. */
export function dayIn(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, calendar: "iso8601", numberingSystem: "latn", year: "numeric", month: "2-digit", day: "2-digit",
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MILLIS).toISOString().slice(0, 10);
}

/** The days of a range that has a name, up to the present one. */
export function daysOf(range: Exclude<RangeName, "custom">, today: string): Days {
  const days = { today: 1, week: 7, month: 28 }[range];
  return { first: addDays(today, 1 - days), last: today };
}

/** How many days there are; 0 when they are no range that can be asked for. */
export function countDays({ first, last }: Days): number {
  const count = (Date.parse(last) - Date.parse(first)) / DAY_MILLIS + 1;
  return count >= 1 && count <= MOST_DAYS ? count : 0;
}

/** Into what so many days can be cut. */
export function bucketsFor(days: number): Bucket[] {
  return (["hour", "day", "week", "month"] as const).filter((bucket) => days / DAYS_OF[bucket] <= MOST_BUCKETS);
}

/** How so many days are best looked at. */
export function bestBucket(days: number): Bucket {
  if (days <= 2) return "hour";
  if (days <= 62) return "day";
  return days <= 370 ? "week" : "month";
}

/** Every zone that the browser knows, and the one that all know. */
export function zones(): string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ownZone()])].sort();
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
