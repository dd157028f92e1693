import { locale } from "../../shared/time";

/** What is shown where there is no figure: never 0. */
export const NOTHING = "—";

/** A count as people of the present language write it. */
export function count(value: number): string {
  return value.toLocaleString(locale);
}

/** A length of time that was measured: `3.4 s`, `52 s`, `4 min 05 s`, `3 h 05 min`, `2 d 04 h`. */
export function span(seconds: number | null): string {
  if (seconds === null) return NOTHING;
  if (seconds < 9.95) return `${seconds.toLocaleString(locale, { maximumFractionDigits: 1 })} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return two(whole, 60, "min", 1, "s");
  // Rounded to what is shown, so that it is never 60 min.
  const minutes = Math.round(whole / 60) * 60;
  if (minutes < 86_400) return two(minutes, 3_600, "h", 60, "min");
  return two(Math.round(whole / 3_600) * 3_600, 86_400, "d", 3_600, "h");
}

function two(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  const head = `${Math.floor(seconds / large)} ${largeName}`;
  return rest === 0 ? head : `${head} ${String(rest).padStart(2, "0")} ${smallName}`;
}
