import { expect, test } from "vitest";
import { Backoff } from "./backoff.js";

test("the bound doubles up to the cap, and starts again after a success", () => {
  // Given
  const backoff = new Backoff({ baseMillis: 500, capMillis: 4_000, random: () => 0.999 });
  // When
  const waits = Array.from({ length: 6 }, () => backoff.next());
  backoff.reset();
  const afterReset = backoff.next();
  // Then
  expect(waits).toEqual([499, 999, 1_998, 3_996, 3_996, 3_996]);
  expect(afterReset).toBe(499);
});

test("full jitter: the wait may be anything down to nothing", () => {
  // Given
  const backoff = new Backoff({ baseMillis: 500, capMillis: 4_000, random: () => 0 });
  // When
  const waits = [backoff.next(), backoff.next(), backoff.next()];
  // Then
  expect(waits).toEqual([0, 0, 0]);
});
