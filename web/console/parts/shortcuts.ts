import { words } from "../../strings/console";

/** What a key can do in the console. */
export type Action =
  | "next" | "previous" | "tab-1" | "tab-2" | "tab-3" | "search" | "finish" | "transfer" | "details" | "note" | "offer"
  | "attach" | "close" | "help";

export type KeyPress = Pick<KeyboardEvent, "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "code" | "key">;

/** By place on the keyboard: with Alt some layouts type another letter. */
const WITH_ALT: Readonly<Record<string, Action>> = {
  KeyJ: "next",
  KeyK: "previous",
  Digit1: "tab-1",
  Digit2: "tab-2",
  Digit3: "tab-3",
  KeyS: "search",
  KeyE: "finish",
  KeyT: "transfer",
  KeyI: "details",
  KeyN: "note",
  KeyG: "offer",
  KeyA: "attach",
};

/**
 * What this key press asks for; null for nothing.
 *
 * @param typing whether the focus is in a field, where letters are text
 */
export function actionOf(press: KeyPress, typing: boolean): Action | null {
  if (press.ctrlKey || press.metaKey) return null;
  if (press.altKey) return press.shiftKey ? null : (WITH_ALT[press.code] ?? null);
  if (press.key === "Escape") return "close";
  if (typing) return null;
  if (press.key === "?") return "help";
  return press.key === "/" ? "search" : null;
}

export interface KeyGroup {
  name: string;
  keys: [key: string, meaning: string][];
}

/** The list of keys, as people read it. */
export function keyList(): KeyGroup[] {
  const { keys, keyGroups } = words;
  return [
    {
      name: keyGroups.go,
      keys: [
        ["Alt + J", keys.next], ["Alt + K", keys.previous], ["Alt + 1 2 3", keys.tabs], ["Alt + S", keys.search],
        ["Alt + I", keys.details], ["Esc", keys.close], ["?", keys.help],
      ],
    },
    { name: keyGroups.act, keys: [["Alt + E", keys.finish], ["Alt + T", keys.transfer], ["Alt + G", keys.offer]] },
    {
      name: keyGroups.write,
      keys: [["Enter", keys.send], ["Shift + Enter", keys.newLine], ["/", keys.canned], ["Alt + A", keys.attach], ["Alt + N", keys.note]],
    },
  ];
}
