import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { startPostgres } from '../testkit/postgres/start-postgres.js';
import {
  type Cell,
  type CellResult,
  type FirstLimited,
  type RunOptions,
  runCells,
  runFirstLimited,
  VARIANTS,
  type VariantName,
  POOL,
} from './leasing/cells.js';
import { limitedPlot } from './leasing/plot.js';
import { median } from './processes.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const PLOT = 'docs/plots/leasing.svg';
const VARIANT_NAMES = Object.keys(VARIANTS) as VariantName[];
const LOADS = [0.6, 0.8, 0.9];
const FULL = { windows: 20, warmUpWindows: 3, seeds: 3 };
const QUICK = { windows: 3, warmUpWindows: 2, seeds: 1 };

/** The bound of a cell, in percent of calls. */
const BOUNDS: { readonly [cell: string]: number } = {
  'swap 0.8': 0.05,
  'swap 0.9': 0.2,
  'keeper 0.8': 0.05,
  'keeper 0.9': 0.2,
  'rules 0.8': 0.1,
};
const KILLED_BOUND_FACTOR = 2;
/** When a lease takes longer than a minute of the scaled hour, the machine is overloaded. */
const MAX_LEASE_SHARE = 1 / 60;
const FIRST_LIMITED_BOUND = 97;

/** Compares the pool's rule with other policies: the same traffic, the real server, and the hour scaled to 20 s. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const size = options.quick ? QUICK : FULL;
  const postgres = options.postgres ? await startPostgres() : undefined;
  // PostgreSQL has a limited number of connections: only the pool's own rule runs there, one load at a time.
  const plan: Plan = {
    ...size,
    variants: postgres
      ? VARIANT_NAMES.filter((variant) => VARIANTS[variant].policy === 'rules')
      : VARIANT_NAMES,
    batches: postgres ? LOADS.map((load) => [load]) : [LOADS],
    database: postgres ? { newDatabase: () => postgres.newDatabase() } : {},
  };
  try {
    const first = await measureFirstLimited(options, plan);
    const results = await measureLoads(options, plan);
    if (options.write) writePlot(results);
    return {
      title: 'Which owner: limited calls',
      method: describeMethod({ ...size, database: postgres ? 'PostgreSQL' : 'SQLite' }),
      rows: [
        ...results.map((result) => cellRow(result, results)),
        ...VARIANT_NAMES.flatMap((variant) => firstLimitedRow(variant, first)),
      ],
      notes: NOTES,
    };
  } finally {
    await postgres?.stop();
  }
}

type Size = typeof FULL;
type Plan = Size & {
  variants: readonly VariantName[];
  /** The loads of a batch run at the same time. */
  batches: readonly (readonly number[])[];
  database: Pick<RunOptions, 'newDatabase'>;
};
type First = FirstLimited & { percent: number };

const NOTES = [
  `![Limited calls against load, per policy](${PLOT.replace('docs/', '')})`,
  '',
  'A job that no owner can serve waits until the pool says that budget returns, as with `wait: true`. When its',
  'owner is exhausted, a job goes on and its calls count as limited. "With swap" leases another token as soon as a',
  'response shows that the budget is nearly spent or a call was refused; "swap by the keeper" reads `/rate_limit` every',
  'minute of the scaled hour, as refresh-token does. Pools start without an open window. Leases and reports use HTTP;',
  "the calls of jobs are charged to the stand-in's budgets directly, because thousands a second would measure Node.",
];

async function measureFirstLimited({ progress }: BenchOptions, plan: Plan): Promise<First[]> {
  const first: First[] = [];
  // Killed jobs leave budget unused, so they have no first limited call to compare.
  const variants = plan.variants.filter((variant) => variant !== 'killed');
  for (let seed = 1; seed <= plan.seeds; seed += 1) {
    progress(`fresh pools until their first limited call, ${seed} of ${plan.seeds}`);
    const runs = variants.map((variant): FirstLimited => ({ variant, seed }));
    first.push(...(await runFirstLimited(runs, plan.database)));
  }
  return first;
}

async function measureLoads({ progress }: BenchOptions, plan: Plan): Promise<CellResult[]> {
  const results: CellResult[] = [];
  const seconds = ((plan.windows + plan.warmUpWindows) * POOL.windowMs) / 1000;
  for (const loads of plan.batches) {
    const cells = loads.flatMap((load) => plan.variants.map((variant): Cell => ({ variant, load })));
    progress(`${cells.length} pools at the same time, about ${seconds} s`);
    results.push(...(await runCells(cells, { ...plan, ...plan.database })));
  }
  return results;
}

type Method = { windows: number; warmUpWindows: number; database: string };

function describeMethod({ windows, warmUpWindows, database }: Method): string {
  return `The real server over HTTP, two processes on one ${database} database, against the stand-in for GitHub: ${POOL.owners} owners \
of ${POOL.limit} calls per window of ${POOL.windowMs / 1000} s, ${windows} windows after ${warmUpWindows} of warm-up. Half of the \
calls come as single jobs, half as matrices of 8 to 24 legs; every policy gets the same jobs. "Least recently used" reads GitHub's \
\`/rate_limit\` of all owners at each lease and skips owners under 20 %; "most headroom" ranks by the budget left after open leases.`;
}

const percentOf = ({ tally }: CellResult) => (100 * tally.limited) / Math.max(1, tally.calls);

function cellRow(result: CellResult, all: readonly CellResult[]): BenchRow {
  const { variant, load, tally, leaseMs, serverErrors: faults } = result;
  const retried = faults > 0 ? `, ${faults} requests retried` : '';
  const limited = percentOf(result);
  const hit = (100 * tally.jobsLimited) / Math.max(1, tally.jobs);
  const waited = (100 * tally.jobsWaited) / Math.max(1, tally.jobs);
  const bound = boundOf(result, all);
  // When leases wait for the machine, jobs make fewer calls than the load says.
  const isOverloaded = leaseMs > POOL.windowMs * MAX_LEASE_SHARE;
  const warning = isOverloaded ? ', machine OVERLOADED: not meaningful' : '';
  return {
    what: `load ${load}: ${VARIANTS[variant].name}`,
    value: `${limited.toFixed(3)} % of calls`,
    ratio: `${hit.toFixed(2)} % of jobs limited, ${waited.toFixed(2)} % waited, lease ${leaseMs.toFixed(1)} ms${retried}${warning}`,
    ...(bound === undefined
      ? {}
      : { bound: `<= ${bound.toFixed(2)} %`, ok: limited <= bound && !isOverloaded }),
  };
}

function boundOf({ variant, load }: Cell, all: readonly CellResult[]): number | undefined {
  if (variant !== 'killed' || load !== 0.8) return BOUNDS[`${variant} ${load}`];
  const withoutKills = all.find((other) => other.variant === 'rules' && other.load === load);
  // If nothing is limited without kills, the bound is twice the promise for that case.
  const basis = Math.max(BOUNDS['rules 0.8'] ?? 0, withoutKills ? percentOf(withoutKills) : 0);
  return KILLED_BOUND_FACTOR * basis;
}

function firstLimitedRow(variant: VariantName, all: readonly First[]): BenchRow[] {
  const own = all.filter((each) => each.variant === variant).map(({ percent }) => percent);
  if (own.length === 0) return [];
  const middle = median(own);
  const row: BenchRow = {
    what: `first limited call of a fresh pool: ${VARIANTS[variant].name}`,
    value: `after ${middle.toFixed(1)} % of all budgets`,
    ratio: `worst ${Math.min(...own).toFixed(1)} %`,
  };
  if (variant !== 'swap') return [row];
  return [{ ...row, bound: `>= ${FIRST_LIMITED_BOUND} %`, ok: middle >= FIRST_LIMITED_BOUND }];
}

function writePlot(results: readonly CellResult[]): void {
  const lines = VARIANT_NAMES.map((variant) => ({
    name: VARIANTS[variant].name,
    points: results
      .filter((result) => result.variant === variant)
      .map((result) => ({ load: result.load, percent: percentOf(result) })),
  }));
  mkdirSync(dirname(PLOT), { recursive: true });
  writeFileSync(PLOT, limitedPlot(lines));
}
