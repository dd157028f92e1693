import { expect, test } from "vitest";
import { logOf, messageSent, seqs } from "../client/testing/fakes";
import { LogWindow } from "./log-window";

test("follows the end of a long log with a bounded number of events", () => {
  // Given
  const window = new LogWindow();
  const log = logOf(10_000);
  // When
  const drawn = window.of(log, 0, true);
  // Then
  expect(seqs(drawn)).toEqual(seqs(log.slice(-200)));
  expect(window.from).toBe(9_800);
});

test("stays where the reader is who went up", () => {
  // Given
  const window = new LogWindow();
  const log = logOf(1_000);
  window.of(log.slice(0, 500), 0, true);
  window.widen(100, 0);
  // When
  const drawn = window.of(log, 0, false);
  // Then
  expect([drawn[0]?.seq, drawn.at(-1)?.seq]).toEqual([201, 1_000]);
});

test("widens down to the base, then says that there is no more, and takes older events in", () => {
  // Given
  const window = new LogWindow();
  const log = logOf(600);
  window.of(log.slice(250), 250, true);
  // When
  const widened = [window.widen(100, 250), window.widen(100, 250), window.widen(100, 250)];
  window.prepended(200);
  // Then
  expect(widened).toEqual([true, true, false]);
  expect(window.of(log.slice(200), 200, false)[0]?.seq).toBe(201);
});

test("counts events, not seqs, in a follower's log that leaves seqs out", () => {
  // Given
  const window = new LogWindow();
  const log = Array.from({ length: 400 }, (_, index) => messageSent(10 * (index + 1)));
  // When
  const drawn = window.of(log, 0, true);
  // Then
  expect(seqs(drawn)).toEqual(seqs(log.slice(-200)));
  expect(window.of(log, 0, false)).toEqual(drawn);
});
