import { describe, expect, test } from "vitest";
import { addDays, bestBucket, bucketsFor, countDays, dayIn, daysOf, zones } from "./ranges";

describe("days", () => {
  test.each([
    ["Pacific/Kiritimati", "2026-11-25"],
    ["UTC", "2026-11-24"],
    ["America/Los_Angeles", "2026-11-24"],
    ["Asia/Kathmandu", "2026-11-24"],
  ])("in %s it is its own", (zone, expected) => {
    expect(dayIn(zone, new Date("2026-11-24T11:00:00Z"))).toBe(expected);
  });

  test("are counted by the calendar, also when the clocks change", () => {
    expect([addDays("2026-03-28", 2), addDays("2026-03-01", -1), addDays("2027-01-01", -1)]).toEqual([
      "2026-03-30", "2026-02-28", "2026-12-31",
    ]);
  });

  test.each([
    ["today", "2026-11-24"],
    ["week", "2026-11-18"],
    ["month", "2026-10-28"],
  ] as const)("of %s end today", (range, first) => {
    expect(daysOf(range, "2026-11-24")).toEqual({ first, last: "2026-11-24" });
  });

  test.each([
    ["2026-11-24", "2026-11-24", 1],
    ["2026-03-23", "2026-03-30", 8],
    ["2026-11-24", "2026-11-23", 0],
    ["2020-01-01", "2026-11-24", 0],
    ["", "2026-11-24", 0],
  ])("from %s to %s are %d", (first, last, expected) => {
    expect(countDays({ first, last })).toBe(expected);
  });
});

test.each([
  [1, ["hour", "day", "week", "month"], "hour"],
  [7, ["hour", "day", "week", "month"], "day"],
  [32, ["hour", "day", "week", "month"], "day"],
  [33, ["day", "week", "month"], "day"],
  [366, ["day", "week", "month"], "week"],
  [801, ["week", "month"], "month"],
])("%d days can be cut into %j, best into %s", (days, buckets, best) => {
  expect([bucketsFor(days), bestBucket(days)]).toEqual([buckets, best]);
});

test("zones name each once, and know UTC", () => {
  const all = zones();
  expect([new Set(all).size, all.includes("UTC"), all.includes("Europe/Rome")]).toEqual([all.length, true, true]);
});
