/** The options of a bench subject. A subject is `bench/<name>.ts` and exports `run`. */
export type BenchOptions = {
  /** How often each contender is measured; a subject may scale its own counts by it. */
  runs: number;
  /** Fewer and shorter runs, for development; not for publication. */
  quick: boolean;
  /** Use a real PostgreSQL where a subject can choose its database. */
  postgres: boolean;
  /** Write plots. */
  write: boolean;
  /** Progress, on standard error, so that `--json` stays clean. */
  progress(line: string): void;
};

/** One row of the result's table. */
export type BenchRow = {
  what: string;
  /** The figure with its unit: `41.2 ms`. */
  value: string;
  /** A comparison: `1.12 x bare node:http`. */
  ratio?: string;
  /** The promise: `<= 1.25 x`. Rows without one are for comparison. */
  bound?: string;
  /** Whether the promise holds; required with `bound`. */
  ok?: boolean;
};

export type BenchResult = {
  title: string;
  /** A few sentences: what was compared with what. */
  method: string;
  rows: BenchRow[];
  /** Further Markdown below the table, such as a link to a plot. */
  notes?: string[];
};

export type BenchSubject = { run(options: BenchOptions): Promise<BenchResult> };
