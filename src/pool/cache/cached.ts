/** Reads at most once per `maxAgeMs`, however many callers there are. A failure is not cached. */
export function cached<T>(
  options: { now: () => number; maxAgeMs: number },
  read: () => Promise<T>,
): () => Promise<T> {
  let last: { readAtMs: number; value: Promise<T> } | undefined;
  return () => {
    const nowMs = options.now();
    const ageMs = last ? nowMs - last.readAtMs : Number.POSITIVE_INFINITY;
    // A negative age: the clock was set back, and the value would be kept until it has caught up.
    if (last && ageMs >= 0 && ageMs < options.maxAgeMs) return last.value;
    const reading = { readAtMs: nowMs, value: read() };
    last = reading;
    reading.value.catch(() => {
      if (last === reading) last = undefined;
    });
    return reading.value;
  };
}
