const FRAME_MILLIS = 16;

/**
 * Calls at most once in the time of a frame, however often it is asked to: thousands of events a
 * second must not mean as many drawings. A timer, since a hidden page gets no animation frames and
 * still wants its title kept.
 */
export function coalesce(action: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      action();
    }, FRAME_MILLIS);
  };
}
