import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RestError, type ConversationEvent, type Last24Hours, type Rest, type Tagged } from "../../client/index";
import { LiveFigures } from "./live-figures";

interface Asked {
  channelId: string;
  tag: string | null;
  /** Milliseconds since the test began. */
  at: number;
  answer: (answer: Tagged<Last24Hours> | null | Error) => Promise<void>;
}

let asked: Asked[];
let channelId: string | null;
let changes: number;
let live: LiveFigures;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  asked = [];
  channelId = "demo";
  changes = 0;
  const rest = {
    last24Hours: (channel: string, tag: string | null) =>
      new Promise((resolve, reject) => {
        const answer = async (value: Tagged<Last24Hours> | null | Error): Promise<void> => {
          if (value instanceof Error) reject(value);
          else resolve(value);
          await vi.advanceTimersByTimeAsync(0);
        };
        asked.push({ channelId: channel, tag, at: Date.now(), answer });
      }),
  } as unknown as Rest;
  live = new LiveFigures({ rest, channelId: () => channelId, changed: () => (changes += 1) });
});

afterEach(() => {
  vi.useRealTimers();
});

const finished = (count: number, tag = `t${count}`): Tagged<Last24Hours> => ({ value: { finished: count } as Last24Hours, tag });
const event = (name: string): ConversationEvent => ({ event: name }) as ConversationEvent;
const pass = (millis: number): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);
const times = (): number[] => asked.map(({ at }) => at);
const down = new RestError(503, { code: "unavailable", title: "Down", retryable: true });
const nth = (index: number): Asked => {
  const call = asked.at(index);
  if (call === undefined) throw new Error("nothing was asked for");
  return call;
};

/** Somebody looks, and has had the first answer. */
async function begin(): Promise<void> {
  live.show(true);
  await pass(0);
  await nth(0).answer(finished(1));
}

describe("the live figures", () => {
  test("are asked for when somebody looks, and then with the tag of the last answer", async () => {
    // Given
    await begin();
    // When
    await pass(30_000);
    // Then
    expect(asked.map(({ tag, at }) => [tag, at])).toEqual([[null, 0], ["t1", 30_000]]);
    expect(live.figures?.finished).toBe(1);
  });

  test.each(["conversation-opened", "conversation-taken", "conversation-finished"])(
    "are asked for soon after %s, and once more when they surely know of it",
    async (name) => {
      // Given
      await begin();
      await pass(5_000);
      // When
      live.apply(event(name));
      await pass(250);
      await nth(1).answer(null);
      await pass(350);
      await nth(2).answer(finished(2));
      await pass(20_000);
      // Then
      expect(times()).toEqual([0, 5_250, 5_600]);
      expect(live.figures?.finished).toBe(2);
    },
  );

  test.each([
    ["message-sent", [0, 7_000]],
    ["note-added", [0]],
    ["message-deleted", [0]],
    ["conversation-transferred", [0]],
    ["moon-landed", [0]],
  ])("%s moves little or nothing", async (name, expected) => {
    // Given
    await begin();
    await pass(5_000);
    // When
    live.apply(event(name));
    await pass(10_000);
    // Then
    expect(times()).toEqual(expected);
  });

  test("are asked for no faster than a few times a second, however much happens", async () => {
    // Given
    await begin();
    // When: each answer takes 100 ms
    for (let millis = 0; millis < 4_000; millis += 20) {
      live.apply(event("conversation-finished"));
      await pass(20);
      if (Date.now() - nth(-1).at >= 100) await nth(-1).answer(null);
    }
    // Then
    const gaps = times().slice(1).map((at, index) => at - (times()[index] ?? 0));
    expect(Math.min(...gaps.slice(1))).toBe(350);
    expect(asked.length).toBe(12);
  });

  test("wait for their answer, however long it takes", async () => {
    // Given
    await begin();
    live.apply(event("conversation-finished"));
    await pass(250);
    // When
    for (let n = 0; n < 50; n++) live.apply(event("conversation-finished"));
    await pass(60_000);
    // Then
    expect(asked).toHaveLength(2);
  });

  test("are not asked for while nobody looks, and at once when somebody does again", async () => {
    // Given
    await begin();
    live.show(false);
    live.apply(event("conversation-finished"));
    await pass(600_000);
    const hidden = asked.length;
    // When
    live.show(true);
    await pass(0);
    // Then
    expect([hidden, asked.length]).toEqual([1, 2]);
  });

  test("stay when they cannot be refreshed, say so, are asked for ever less often, and come back", async () => {
    // Given
    await begin();
    vi.spyOn(Math, "random").mockReturnValue(1);
    // When
    await pass(30_000);
    await nth(-1).answer(down);
    const first = { problem: live.problem, finished: live.figures?.finished };
    live.apply(event("conversation-finished"));
    await pass(2_000);
    await nth(-1).answer(down);
    await pass(4_000);
    await nth(-1).answer(down);
    await pass(8_000);
    await nth(-1).answer(finished(2));
    // Then
    expect(first).toEqual({ problem: "The service is not available at the moment.", finished: 1 });
    expect(times()).toEqual([0, 30_000, 32_000, 36_000, 44_000]);
    expect({ problem: live.problem, finished: live.figures?.finished }).toEqual({ problem: "", finished: 2 });
  });

  test("of another channel are not shown: what was on its way is dropped", async () => {
    // Given
    await begin();
    await pass(30_000);
    const late = nth(-1);
    // When
    channelId = "other";
    live.clear();
    await pass(0);
    await late.answer(finished(99));
    const between = live.figures;
    await nth(-1).answer(finished(7));
    // Then
    expect(between).toBeNull();
    expect(asked.map((call) => [call.channelId, call.tag])).toEqual([["demo", null], ["demo", "t1"], ["other", null]]);
    expect(live.figures?.finished).toBe(7);
  });

  test("are drawn anew when they have changed, and not when they have not", async () => {
    // Given
    await begin();
    const before = changes;
    // When
    await pass(30_000);
    await nth(-1).answer(null);
    const unchanged = changes - before;
    await pass(30_000);
    await nth(-1).answer(finished(2));
    // Then
    expect([unchanged, changes - before]).toEqual([0, 1]);
  });
});
