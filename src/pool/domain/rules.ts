/** What claims and reports go by: stored with the pool, and changed by its server alone. */
export type Rules = {
  /** The share of every budget that stays with its owner unless the owner chose another. */
  reserve: number;
  /** GitHub's window for most buckets; tests and benches use shorter ones. */
  windowMs: number;
};

export const DEFAULT_RULES: Rules = { reserve: 0.2, windowMs: 3_600_000 };

/** The budget of an ordinary user, assumed for owners that were never probed. */
export const DEFAULT_LIMIT = 5000;

/** Later than any real time, and exact in both databases. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER;
