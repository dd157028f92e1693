/** The languages that there are words for; the first is for everybody else. */
const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to speak: the first wish that there are words for.
 *
 * @param wishes language tags such as `de-AT`, the strongest wish first; empty ones say nothing
 */
export function languageFor(...wishes: (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const found = LANGUAGES.find((language) => wish?.toLowerCase().split("-")[0] === language);
    if (found !== undefined) return found;
  }
  return LANGUAGES[0];
}
