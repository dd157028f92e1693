import { describe, expect, test } from "vitest";
import { actionOf, keyList, type KeyPress } from "./shortcuts";

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held,
});
const alt = { altKey: true };

describe("actionOf", () => {
  test.each([
    ["Alt+J", press("j", "KeyJ", alt), "next"],
    ["Alt+K", press("k", "KeyK", alt), "previous"],
    ["Alt+E where it types another letter", press("€", "KeyE", alt), "finish"],
    ["Alt+2", press("2", "Digit2", alt), "tab-2"],
    ["Alt+N", press("n", "KeyN", alt), "note"],
    ["Alt+A", press("a", "KeyA", alt), "attach"],
    ["Esc", press("Escape", "Escape"), "close"],
    ["AltGr, which comes with Ctrl", press("€", "KeyE", { altKey: true, ctrlKey: true }), null],
    ["Ctrl+J", press("j", "KeyJ", { ctrlKey: true }), null],
    ["Alt+Q", press("q", "KeyQ", alt), null],
  ])("%s, wherever the focus is", (_name, key, expected) => {
    expect([actionOf(key, false), actionOf(key, true)]).toEqual([expected, expected]);
  });

  test.each([
    ["?", "Slash", "help"],
    ["/", "Slash", "search"],
    ["j", "KeyJ", null],
  ])("%s alone means something only outside a field", (key, code, expected) => {
    expect([actionOf(press(key, code), false), actionOf(press(key, code), true)]).toEqual([expected, null]);
  });
});

test("the list names each key once", () => {
  const keys = keyList().flatMap((group) => group.keys.map(([key]) => key));
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toHaveLength(15);
});
