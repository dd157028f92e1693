import { RestError } from "../../client/index";
import { problemText } from "../../shared/connection-text";
import { words } from "../../strings/console";

/** What to tell an agent of a call that failed. */
export function describe(error: unknown): string {
  return error instanceof RestError ? problemText(error.refusal, words) : words.loadFailed;
}
