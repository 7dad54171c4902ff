const NOW_SQL = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
/** Between two queries the time is extrapolated by this process's monotonic clock, for this long at most. */
const CLOCK_KEPT_MS = 1000;

/** The database's clock, which decides for all replicas. */
export type Clock = {
  nowMs: () => Promise<number>;
  /** Adds a query for the time to statements; `timeFrom` reads it from their result. */
  withTime: (statements: string) => string;
  timeFrom: (result: unknown) => number;
};

type ClockOptions = { nowMs?: () => number; monotonicMs?: () => number };

/** Asks the database when its last answer is too old; a test or a simulation passes its own clock. */
export function createClock(query: (sql: string) => Promise<unknown>, options: ClockOptions): Clock {
  const { nowMs: given, monotonicMs = () => performance.now() } = options;
  if (given) return { nowMs: async () => given(), withTime: (statements) => statements, timeFrom: given };
  let last = { timeMs: 0, atMs: Number.NEGATIVE_INFINITY };
  const timeFrom = (result: unknown): number => {
    last = { timeMs: timeIn(Array.isArray(result) ? result.at(-1) : result), atMs: monotonicMs() };
    return last.timeMs;
  };
  return {
    async nowMs() {
      const ageMs = monotonicMs() - last.atMs;
      if (ageMs < CLOCK_KEPT_MS) return Math.round(last.timeMs + ageMs);
      return timeFrom(await query(`select ${NOW_SQL} as now_ms`));
    },
    withTime: (statements) => `${statements}; select ${NOW_SQL} as now_ms`,
    timeFrom,
  };
}

function timeIn(result: unknown): number {
  const now = (result as { rows: { now_ms: number }[] }).rows[0]?.now_ms;
  if (now === undefined) throw new Error('the database returned no time');
  return now;
}
