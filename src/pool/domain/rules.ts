/** Set by the pool's operator; tests and benches use shorter windows. */
export type Rules = {
  /** The share of every budget that stays with its owner unless the owner chose another. */
  reserve: number;
  /** GitHub's window for most buckets. */
  windowMs: number;
};

/** The budget of an ordinary user, assumed for owners that were never probed. */
export const DEFAULT_LIMIT = 5000;

/** Later than any time that counts, and still an exact number in both databases. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER;
