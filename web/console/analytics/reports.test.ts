import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RestError, type Report, type ReportQuery, type Rest } from "../../client/index";
import { Reports } from "./reports";
import { report } from "./testing";

interface Asked {
  query: ReportQuery;
  answer: (report: Report | Error) => Promise<void>;
}

const down = new RestError(503, { code: "unavailable", title: "Down", retryable: true });
const ofDay = (day: string): Report => report("DAY", "UTC", [`${day}T00:00:00Z`, `${day}T24:00:00Z`]);

let asked: Asked[];
let reports: Reports;

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date("2026-11-24T23:30:00Z") });
  asked = [];
  const rest = {
    report: (_channel: string, query: ReportQuery, signal: AbortSignal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
        const answer = async (value: Report | Error): Promise<void> => {
          if (value instanceof Error) reject(value);
          else resolve(value);
          await vi.advanceTimersByTimeAsync(0);
        };
        asked.push({ query, answer });
      }),
    reportCsv: () => Promise.reject(down),
  } as unknown as Rest;
  reports = new Reports({ rest, channelId: () => "demo", changed: () => undefined });
  void reports.choose({ zone: "UTC" });
  await nth(0).answer(ofDay("2026-11-24"));
});

afterEach(() => {
  vi.useRealTimers();
});

const nth = (index: number): Asked => {
  const call = asked.at(index);
  if (call === undefined) throw new Error("nothing was asked for");
  return call;
};

describe("a report", () => {
  test("is of seven days up to the present one, with the next midnight as its end", () => {
    expect(nth(0).query).toEqual({ from: "2026-11-18", to: "2026-11-25", bucket: "day", zone: "UTC" });
    expect([reports.report?.from, reports.loading]).toEqual(["2026-11-24T00:00:00Z", false]);
  });

  test("moves with the zone, where it is tomorrow already", () => {
    // When
    void reports.choose({ zone: "Europe/Rome", agent: "agent-1" });
    // Then
    expect(nth(-1).query).toEqual({ from: "2026-11-19", to: "2026-11-26", bucket: "day", zone: "Europe/Rome", agent: "agent-1" });
  });

  test("of another range is cut as is best for it, and as chosen afterwards", () => {
    // When
    void reports.choose({ range: "today" });
    const today = nth(-1).query;
    void reports.choose({ bucket: "day" });
    // Then
    expect(today).toMatchObject({ from: "2026-11-24", to: "2026-11-25", bucket: "hour" });
    expect(nth(-1).query).toMatchObject({ from: "2026-11-24", bucket: "day" });
  });

  test("of days of one's own begins with those on the screen, and keeps a bucket that they can be cut into", () => {
    // When
    void reports.choose({ range: "custom" });
    const begun = reports.days;
    void reports.choose({ bucket: "hour" });
    void reports.choose({ days: { first: "2026-11-01", last: "2026-11-24" } });
    const hours = nth(-1).query.bucket;
    void reports.choose({ days: { first: "2026-01-01", last: "2026-11-24" } });
    // Then
    expect(begun).toEqual({ first: "2026-11-18", last: "2026-11-24" });
    expect([hours, nth(-1).query.bucket, reports.buckets]).toEqual(["hour", "week", ["day", "week", "month"]]);
  });

  test("is not asked for when the days are no range, and that is said", () => {
    // Given
    const before = asked.length;
    // When
    void reports.choose({ range: "custom", days: { first: "2026-11-24", last: "2026-11-23" } });
    // Then
    expect([asked.length - before, reports.problem]).toEqual([0, "Choose a first and a last day, at most three years apart."]);
  });

  test("that comes late does not replace the one that was asked for after it", async () => {
    // Given
    void reports.choose({ range: "month" });
    void reports.choose({ range: "today" });
    // When
    await nth(-1).answer(ofDay("2026-11-02"));
    await nth(-2).answer(ofDay("2026-11-01"));
    // Then
    expect([reports.report?.from, reports.loading, reports.problem]).toEqual(["2026-11-02T00:00:00Z", false, ""]);
  });

  test("stays when it cannot be had again, and a file that cannot be had is told of", async () => {
    // When
    void reports.load();
    await nth(-1).answer(down);
    const after = { problem: reports.problem, from: reports.report?.from };
    const file = await reports.csv();
    // Then
    expect(after).toEqual({ problem: "The service is not available at the moment.", from: "2026-11-24T00:00:00Z" });
    expect([file, reports.problem, reports.downloading]).toEqual([null, "The service is not available at the moment.", false]);
  });

  test("of another channel is of everybody there", () => {
    // Given
    void reports.choose({ agent: "agent-1", range: "month" });
    // When
    reports.clear();
    void reports.load();
    // Then
    expect(reports.report).toBeNull();
    expect(nth(-1).query).toEqual({ from: "2026-10-28", to: "2026-11-25", bucket: "day", zone: "UTC" });
  });
});
