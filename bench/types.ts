/** What a subject of the bench is given. A subject is `bench/<name>.ts` and exports `run`. */
export type BenchOptions = {
  /** Times that each side is measured; a subject may scale its own counts by it. */
  runs: number;
  /** Fewer runs or a shorter time, for development; the figures are not for publishing. */
  quick: boolean;
  /** On a real PostgreSQL where a subject can choose its database. */
  postgres: boolean;
  /** The results are to be kept: a subject that draws a plot writes it now. */
  write: boolean;
  /** Progress, on standard error, so that `--json` stays clean. */
  progress(line: string): void;
};

/** One row of the result's table. */
export type BenchRow = {
  what: string;
  /** The figure as printed, with its unit: `41.2 ms`. */
  value: string;
  /** What it is compared with, if anything: `1.12 x bare node:http`. */
  ratio?: string;
  /** The promise, as printed: `<= 1.25 x`. Rows without one are for comparison. */
  bound?: string;
  /** Whether the promise holds; given exactly when `bound` is. */
  ok?: boolean;
};

export type BenchResult = {
  title: string;
  /** One or two sentences: what was run against what. */
  method: string;
  rows: BenchRow[];
  /** Further Markdown below the table, such as a link to a plot. */
  notes?: string[];
};

export type BenchSubject = { run(options: BenchOptions): Promise<BenchResult> };
