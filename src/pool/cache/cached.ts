/**
 * Asks at most once per `maxAgeMs`, and once however many ask together. A failure is not remembered.
 */
export function cached<T>(
  options: { now: () => number; maxAgeMs: number },
  ask: () => Promise<T>,
): () => Promise<T> {
  let last: { askedAtMs: number; answer: Promise<T> } | undefined;
  return () => {
    const nowMs = options.now();
    const ageMs = last ? nowMs - last.askedAtMs : Number.POSITIVE_INFINITY;
    // Below 0 the clock has jumped back, and the answer would stand until it has caught up.
    if (last && ageMs >= 0 && ageMs < options.maxAgeMs) return last.answer;
    const asked = { askedAtMs: nowMs, answer: ask() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
}
