import { beforeEach, describe, expect, test } from "vitest";
import { setLocale } from "../../shared/time";
import { inOrder, ordered, type AgentColumn } from "./agent-order";
import { bucketNames, chartsOf, isEmpty, textOf } from "./charts";
import { figures, report } from "./testing";

beforeEach(() => setLocale("en"));

const twoDays = report("DAY", "UTC", ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"]);

describe("charts", () => {
  test("have a value a bucket, and the window's own total, which is no sum", () => {
    // Given
    const responseTime = { n: 4, mean: 25, median: 20, p90: 40 };
    const total = figures({ opened: 3, finished: 1, responseTime });
    const [first, second] = twoDays.buckets;
    const buckets = [
      { ...first, figures: figures({ opened: 1, responseTime: { n: 3, mean: 20, median: 20, p90: 30 } }) },
      { ...second, figures: figures({ opened: 2, finished: 1, responseTime: { n: 1, mean: 40, median: 40, p90: 40 } }) },
    ] as typeof twoDays.buckets;
    // When
    const charts = chartsOf({ ...twoDays, total, buckets });
    const column = (id: string, at: number) => charts.find((chart) => chart.id === id)?.columns[at];
    // Then
    expect(charts.map(({ id }) => id)).toEqual(["chats", "messages", "response", "first-response", "handling", "resolution"]);
    expect(column("chats", 0)).toMatchObject({ name: "Opened", values: [1, 2], total: 3, drawn: true });
    expect(column("chats", 4)).toMatchObject({ name: "Finished", values: [0, 1], total: 1 });
    expect(column("response", 0)).toMatchObject({ name: "Number", values: [3, 1], total: 4, drawn: false });
    expect(column("response", 1)).toMatchObject({ name: "Mean", values: [20, 40], total: 25, drawn: true });
  });

  test("show no 0 where nothing was measured", () => {
    // When
    const mean = chartsOf(twoDays)[2]?.columns[1];
    // Then
    expect(mean?.values).toEqual([null, null]);
    expect([textOf("seconds", mean?.total ?? null), textOf("count", 0)]).toEqual(["—", "0"]);
  });

  test("are empty when nothing happened, and not when a follower wrote to whom nobody answered", () => {
    // Given
    const wrote = { ...twoDays, hoursOfWeek: [{ day: 1, hour: 9, opened: 1, followerMessages: 1 }] };
    const answered = { ...twoDays, total: figures({ responseTime: { n: 1, mean: 1, median: 1, p90: 1 } }) };
    // When
    const empty = [twoDays, wrote, answered].map(isEmpty);
    // Then
    expect(empty).toEqual([true, false, false]);
  });
});

describe("buckets are named by the clocks of the zone", () => {
  test.each([
    ["DAY", "Europe/Rome", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "Mar 29", "Sun, Mar 29"],
    ["DAY", "UTC", "2026-12-31T00:00:00Z", "2027-01-02T00:00:00Z", "Dec 31", "Thu, Dec 31, 2026"],
    ["WEEK", "UTC", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", "Mar 2", "Mar 2 – 8, 2026"],
    ["MONTH", "America/New_York", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z", "Mar 2026", "March 2026"],
    ["HOUR", "Asia/Kolkata", "2026-03-01T18:30:00Z", "2026-03-01T19:30:00Z", "00:00", "Mon, Mar 2, 00:00"],
  ] as const)("%s in %s", (bucket, zone, from, to, short, full) => {
    // When
    const [name] = bucketNames(report(bucket, zone, [from, to]));
    // Then
    const spaces = /[\u2009\u202f]/g;
    expect([name?.short, name?.full.replace(spaces, " ")]).toEqual([short, full]);
  });

  test("and the hour that comes twice is told apart", () => {
    // Given
    const hours = ["2026-10-24T23:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"];
    // When
    const names = bucketNames(report("HOUR", "Europe/Rome", hours)).map(({ full }) => full);
    // Then
    expect(names).toEqual(["Sun, Oct 25, 01:00", "Sun, Oct 25, 02:00 GMT+2", "Sun, Oct 25, 02:00 GMT+1"]);
  });
});

describe("agents", () => {
  const agent = (name: string, finished: number, mean: number | null) => ({
    id: name, name, figures: figures({ finished, handlingTime: { n: mean === null ? 0 : 1, mean, median: mean, p90: mean } }),
  });
  const agents = [agent("Agent 10", 2, null), agent("Agent 9", 5, 60), agent("Zoe", 5, 30)];

  test.each([
    ["name", false, ["Agent 9", "Agent 10", "Zoe"]],
    ["name", true, ["Zoe", "Agent 10", "Agent 9"]],
    ["finished", true, ["Agent 9", "Zoe", "Agent 10"]],
    ["finished", false, ["Agent 10", "Agent 9", "Zoe"]],
    ["handlingTime", true, ["Agent 9", "Zoe", "Agent 10"]],
    ["handlingTime", false, ["Zoe", "Agent 9", "Agent 10"]],
  ] as [AgentColumn, boolean, string[]][])("by %s, descending %s", (by, descending, expected) => {
    expect(inOrder(agents, { by, descending }).map(({ name }) => name)).toEqual(expected);
  });

  test("turn round at the second click", () => {
    // Given
    const byName = { by: "name", descending: false } as const;
    // When
    const once = ordered(byName, "finished");
    // Then
    expect([once, ordered(once, "finished"), ordered(once, "name")]).toEqual([
      { by: "finished", descending: true }, { by: "finished", descending: false }, byName,
    ]);
  });
});
