const NOW_SQL = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
/** For this long the time is extrapolated by this process's monotonic clock, before the database is asked again. */
const CLOCK_KEPT_MS = 1000;

/** The database's clock, which decides for all replicas. */
export type Clock = {
  nowMs: () => Promise<number>;
  /** Statements that also ask for the time, and the time in their answer. */
  asking: (statements: string) => string;
  told: (answer: unknown) => number;
};

type ClockOptions = { nowMs?: () => number; monotonicMs?: () => number };

/** Asks the database now and then; a test or a simulation gives a clock of its own. */
export function createClock(query: (sql: string) => Promise<unknown>, options: ClockOptions): Clock {
  const { nowMs: given, monotonicMs = () => performance.now() } = options;
  if (given) return { nowMs: async () => given(), asking: (statements) => statements, told: given };
  let last = { toldMs: 0, atMs: Number.NEGATIVE_INFINITY };
  const told = (answer: unknown): number => {
    last = { toldMs: timeIn(Array.isArray(answer) ? answer.at(-1) : answer), atMs: monotonicMs() };
    return last.toldMs;
  };
  return {
    async nowMs() {
      const ageMs = monotonicMs() - last.atMs;
      if (ageMs < CLOCK_KEPT_MS) return Math.round(last.toldMs + ageMs);
      return told(await query(`select ${NOW_SQL} as now_ms`));
    },
    asking: (statements) => `${statements}; select ${NOW_SQL} as now_ms`,
    told,
  };
}

function timeIn(answer: unknown): number {
  const now = (answer as { rows: { now_ms: number }[] }).rows[0]?.now_ms;
  if (now === undefined) throw new Error('the database returned no time');
  return now;
}
