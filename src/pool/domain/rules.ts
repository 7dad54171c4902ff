/** What the pool's operator may change; windows are shorter in tests and benches. */
export type Rules = {
  /** The share of every budget that stays with its owner unless the owner chose another. */
  reserve: number;
  /** GitHub's window for most buckets. */
  windowMs: number;
};

/** What may be assumed of an owner never probed: the budget of an ordinary user. */
export const DEFAULT_LIMIT = 5000;

/** Later than any time that counts, and still an exact number in both databases. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER;
