import type { ClientState } from "../client/index";
import type { common } from "../strings/en";

/** A connection that is back sooner, as when a server is replaced, is nobody's concern. */
export const UNNOTICED_MILLIS = 3_000;

/** What a banner says of the connection; null when there is nothing to say. */
export function connectionText(state: ClientState, words: typeof common, now: number): string | null {
  switch (state.phase) {
    case "idle":
    case "ready":
    case "open":
      return null;
    case "connecting":
      // Quick attempts alternate with short waits: one text for both, so that nothing flickers.
      return words.reconnecting;
    case "catching-up":
      return words.catchingUp;
    case "waiting": {
      if (state.offline) return words.offline;
      const seconds = Math.ceil((state.retryAt - now) / 1_000);
      return seconds > 3 ? words.reconnectIn(seconds) : words.reconnecting;
    }
    case "stopped":
      return state.code === 0 ? words.signedOut : words.stopped;
  }
}

/** The words for a refusal. */
export function problemText(refusal: { code: string; title: string }, words: typeof common): string {
  return words.problems[refusal.code] ?? refusal.title;
}
