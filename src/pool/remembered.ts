/**
 * Asks at most once per `maxAgeMs`, and once however many ask together. A failure is not remembered.
 */
export function remembered<T>(
  options: { now: () => number; maxAgeMs: number },
  ask: () => Promise<T>,
): () => Promise<T> {
  let last: { askedAtMs: number; answer: Promise<T> } | undefined;
  return () => {
    const nowMs = options.now();
    if (last && nowMs - last.askedAtMs < options.maxAgeMs) return last.answer;
    const asked = { askedAtMs: nowMs, answer: ask() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
}
