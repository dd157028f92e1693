import { RestError } from "../../client/index";
import { words } from "../../strings/console";

/** What to tell an agent of a call that failed. */
export function describe(error: unknown): string {
  if (!(error instanceof RestError)) return words.loadFailed;
  const { code, title, detail } = error.refusal;
  return words.problems[code] ?? detail ?? title;
}
