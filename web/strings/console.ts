import { english, type ConsoleWords } from "./console.en";
import { setLocale } from "../shared/time";

export type { ConsoleWords };

/** The languages of the console, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

/**
 * The words of the console in the present language. A live binding: whoever imports it sees the
 * other language after {@link useLanguage}, so read it while drawing and keep no copy.
 */
export let words: ConsoleWords = english;

/** Switches the words, the dates and the document; the other languages are fetched when wanted. */
export async function useLanguage(language: Language): Promise<void> {
  switch (language) {
    case "en":
      words = english;
      break;
    case "de":
      words = (await import("./console.de")).german;
      break;
  }
  setLocale(language);
  document.documentElement.lang = language;
}

/** The first of a person's languages that the console speaks; English when it speaks none. */
export function bestLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(language)) return language;
  }
  return "en";
}

export function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(LANGUAGES, text);
}
