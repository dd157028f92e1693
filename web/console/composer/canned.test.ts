import { describe, expect, test } from "vitest";
import { insertReply, matching, slashWordAt } from "./canned";

const REPLIES = [
  { id: "1", shortcut: "hello", text: "Good morning!" },
  { id: "2", shortcut: "help", text: "How can I help?" },
  { id: "3", shortcut: "bye", text: "Goodbye, and say hello to the team." },
  { id: "4", shortcut: "größe", text: "Welche Größe brauchen Sie?" },
];

describe("slashWordAt", () => {
  test.each([
    ["/", 1, { start: 0, end: 1, word: "" }],
    ["/he", 3, { start: 0, end: 3, word: "he" }],
    ["Well, /he", 9, { start: 6, end: 9, word: "he" }],
    ["line\n/grö", 9, { start: 5, end: 9, word: "grö" }],
    ["and/or", 6, null],
    ["https://a.example/x", 19, null],
    ["/he llo", 7, null],
    ["/hello", 0, null],
  ])("%j with the cursor at %i", (text, cursor, expected) => {
    expect(slashWordAt(text, cursor)).toEqual(expected);
  });
});

test.each([
  ["", ["bye", "größe", "hello", "help"]],
  ["hel", ["hello", "help", "bye"]],
  ["GRÖ", ["größe"]],
  ["nothing", []],
])("replies for /%s", (typed, expected) => {
  expect(matching(REPLIES, typed).map(({ shortcut }) => shortcut)).toEqual(expected);
});

test("the reply takes the place of the slash word, and the cursor goes behind it", () => {
  // Given
  const at = { start: 6, end: 9, word: "he" };
  // When
  const inserted = insertReply("Well, /he there", at, "hello");
  // Then
  expect(inserted).toEqual({ text: "Well, hello there", cursor: 11 });
});
