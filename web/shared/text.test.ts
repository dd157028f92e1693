import { describe, expect, test } from "vitest";
import { duration } from "./time";
import { initials, splitLinks } from "./text";

describe("splitLinks", () => {
  test.each([
    ["no link", [{ text: "no link" }]],
    ["see https://a.example/x?y=1#z.", [{ text: "see " }, { link: "https://a.example/x?y=1#z" }, { text: "." }]],
    ["(http://a.example)", [{ text: "(" }, { link: "http://a.example" }, { text: ")" }]],
    ["https://a.example https://b.example", [{ link: "https://a.example" }, { text: " " }, { link: "https://b.example" }]],
    ["javascript:alert(1)", [{ text: "javascript:alert(1)" }]],
    ["data:text/html,x ftp://a.example", [{ text: "data:text/html,x ftp://a.example" }]],
    ["https://", [{ text: "https://" }]],
    ['<a href="https://a.example">x</a>', [{ text: '<a href="' }, { link: "https://a.example" }, { text: '">x</a>' }]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(splitLinks(text)).toEqual(expected);
  });
});

test.each([["Agent 1", "A1"], ["Zoë", "Z"], ["  ", "?"], ["Ana María López", "AL"], ["木村 拓", "木拓"], ["😀 x", "😀X"]])("initials of %j", (name, expected) => {
  expect(initials(name)).toBe(expected);
});

test.each([[-5, "0 s"], [59_999, "59 s"], [60_000, "1 min"], [3_599_000, "59 min"], [3_900_000, "1 h 05 min"], [90_000_000, "1 d"]])("duration of %i ms", (millis, expected) => {
  expect(duration(millis)).toBe(expected);
});
