import { describe, expect, test } from "vitest";
import { bestLanguage } from "./console";
import { german } from "./console.de";
import { english } from "./console.en";

/** Every word by its path, as what it is. */
function shape(value: unknown, path = ""): string[] {
  if (typeof value === "function") return [`${path}(${value.length})`];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}/${key}`));
}

/** Every text of a catalogue; functions are called with words that stand out. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") {
    const call = value as (...given: unknown[]) => string;
    return [call(...Array.from({ length: call.length }, () => ["‹x›"]))];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

describe("the catalogues", () => {
  test("have the same words, and the same places for names and numbers in them", () => {
    expect(shape(german).sort()).toEqual(shape(english).sort());
  });

  test("put what they are given into the text", () => {
    const forgetful = [...Object.entries(english), ...Object.entries(german)]
      .filter(([key, value]) => typeof value === "function" && value.length > 0 && key !== "modeChanged" && key !== "typing")
      .filter(([, value]) => !texts(value).join("").includes("‹x›"))
      .map(([key]) => key);
    expect(forgetful).toEqual([]);
  });

  test("leave no word untranslated but those that are the same", () => {
    const same = ["Id", "Text", "Chat", "Code", "Online", "Offline", "Follower", "Emoji", "Chats", "Video", "Agent", "Name"];
    const left = texts(german).filter((text) => text !== "" && texts(english).includes(text) && !same.includes(text) && !/^Chat ‹x›$/.test(text));
    expect(left).toEqual([]);
  });
});

test.each([
  [["de-AT", "en"], "de"],
  [["fr", "en-GB", "de"], "en"],
  [["fr"], "en"],
  [[], "en"],
])("a person who prefers %j gets %s", (preferred, expected) => {
  expect(bestLanguage(preferred)).toBe(expected);
});
