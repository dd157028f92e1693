let clock: Intl.DateTimeFormat;
let day: Intl.DateTimeFormat;
let full: Intl.DateTimeFormat;
/** Whose way of writing dates and numbers is used: a language, or the browser's own. */
export let locale: string | undefined;
setLocale(undefined);

export function setLocale(language: string | undefined): void {
  locale = language;
  clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  day = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short" });
  full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
}

/** Hours and minutes. */
export function timeOfDay(at: Date): string {
  return clock.format(at);
}

/** Date and time, for tooltips and "finished at". */
export function dateAndTime(at: Date): string {
  return full.format(at);
}

/** The day, in words where it is near. */
export function dayName(at: Date, words: { today: string; yesterday: string }, now = new Date()): string {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (at.toDateString() === now.toDateString()) return words.today;
  if (at.toDateString() === yesterday.toDateString()) return words.yesterday;
  return day.format(at);
}

/** Time of day for today, the day otherwise: for list rows. */
export function briefly(at: Date, now = new Date()): string {
  return at.toDateString() === now.toDateString() ? timeOfDay(at) : day.format(at);
}

/** A length of time as a person says it: `4 s`, `12 min`, `3 h 05 min`, `2 d`. Never negative. */
export function duration(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d`;
}
