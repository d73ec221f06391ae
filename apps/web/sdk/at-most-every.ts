/** An act that is repeated no sooner than so long after the last time, in milliseconds; what comes between is dropped. */
export function atMostEvery(everyMs: number, nowMs: () => number, act: () => void): () => void {
  let nextAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (nowMs() < nextAtMs) return;
    nextAtMs = nowMs() + everyMs;
    act();
  };
}
