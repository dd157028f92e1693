import { expect, test } from "vitest";
import { setLocale } from "../../shared/time";
import { count, span } from "./figure-text";

test.each([
  [null, "—"],
  [0, "0 s"],
  [3.44, "3.4 s"],
  [9.96, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 min"],
  [245, "4 min 05 s"],
  [3_599.6, "1 h"],
  [11_100, "3 h 05 min"],
  [86_399, "1 d"],
  [187_200, "2 d 04 h"],
])("%s seconds are %s", (seconds, expected) => {
  setLocale("en");
  expect(span(seconds)).toBe(expected);
});

test("numbers are written as the language does", () => {
  setLocale("de");
  expect([span(3.44), count(12_345)]).toEqual(["3,4 s", "12.345"]);
});
