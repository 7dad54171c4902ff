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
  SIDES,
  type SideName,
  WORLD,
} from './leasing/cells.js';
import { limitedPlot } from './leasing/plot.js';
import { median } from './processes.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const PLOT = 'docs/plots/leasing.svg';
const SIDE_NAMES = Object.keys(SIDES) as SideName[];
const LOADS = [0.6, 0.8, 0.9];
const FULL = { windows: 20, warmUpWindows: 3, seeds: 3 };
const QUICK = { windows: 3, warmUpWindows: 2, seeds: 1 };

/** What is promised of a cell, in percent of calls. */
const BOUNDS: { readonly [cell: string]: number } = {
  'swap 0.8': 0.05,
  'swap 0.9': 0.2,
  'keeper 0.8': 0.05,
  'keeper 0.9': 0.2,
  'rules 0.8': 0.1,
};
const KILLED_BOUND_FACTOR = 2;
/** Leases that take longer than a minute of an hour say more of the machine than of the rule. */
const LATE_SHARE = 1 / 60;
const FIRST_LIMITED_BOUND = 97;

/** Lends to the same traffic under the pool's rule and others, on the real server, with the hour shrunk to 20 s. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const size = options.quick ? QUICK : FULL;
  const postgres = options.postgres ? await startPostgres() : undefined;
  // A PostgreSQL has a hundred connections: there the pool's own rule runs alone, one load after the other.
  const plan: Plan = {
    ...size,
    sides: postgres ? SIDE_NAMES.filter((side) => SIDES[side].policy === 'rules') : SIDE_NAMES,
    batches: postgres ? LOADS.map((load) => [load]) : [LOADS],
    database: postgres ? { newDatabase: () => postgres.newDatabase() } : {},
  };
  try {
    const first = await untilFirstLimited(options, plan);
    const results = await limitedByLoad(options, plan);
    if (options.write) writePlot(results);
    return {
      title: 'Which owner: limited calls',
      method: methodOf({ ...size, database: postgres ? 'PostgreSQL' : 'SQLite' }),
      rows: [
        ...results.map((result) => cellRow(result, results)),
        ...SIDE_NAMES.flatMap((side) => firstRow(side, first)),
      ],
      notes: NOTES,
    };
  } finally {
    await postgres?.stop();
  }
}

type Size = typeof FULL;
type Plan = Size & {
  sides: readonly SideName[];
  /** Loads that run at the same time. */
  batches: readonly (readonly number[])[];
  database: Pick<RunOptions, 'newDatabase'>;
};
type First = FirstLimited & { percent: number };

const NOTES = [
  `![Limited calls against load, per policy](${PLOT.replace('docs/', '')})`,
  '',
  'A job that no owner can serve waits until the pool says budget returns, as `wait: true` does; with its owner dry',
  'it goes on and its calls count as limited. "With swap" leases again as soon as a response shows that the budget is',
  'nearly spent or a call was refused, as a client that reads its responses can; "by the keeper" looks at',
  '`/rate_limit` every minute of an hour, as refresh-token does. Pools start cold, with no window open. Leases and reports go over HTTP; the calls of jobs are charged',
  "to the stand-in's budgets without HTTP, so that thousands a second do not measure Node instead.",
];

async function untilFirstLimited({ progress }: BenchOptions, plan: Plan): Promise<First[]> {
  const first: First[] = [];
  // Killed jobs say nothing of what budgets are worth to their end.
  const sides = plan.sides.filter((side) => side !== 'killed');
  for (let seed = 1; seed <= plan.seeds; seed += 1) {
    progress(`fresh pools until their first limited call, ${seed} of ${plan.seeds}`);
    const runs = sides.map((side): FirstLimited => ({ side, seed }));
    first.push(...(await runFirstLimited(runs, plan.database)));
  }
  return first;
}

async function limitedByLoad({ progress }: BenchOptions, plan: Plan): Promise<CellResult[]> {
  const results: CellResult[] = [];
  const seconds = ((plan.windows + plan.warmUpWindows) * WORLD.windowMs) / 1000;
  for (const loads of plan.batches) {
    const cells = loads.flatMap((load) => plan.sides.map((side): Cell => ({ side, load })));
    progress(`${cells.length} pools side by side, about ${seconds} s`);
    results.push(...(await runCells(cells, { ...plan, ...plan.database })));
  }
  return results;
}

type Method = { windows: number; warmUpWindows: number; database: string };

function methodOf({ windows, warmUpWindows, database }: Method): string {
  return `The real server over HTTP, two processes on one ${database} database, against the stand-in for GitHub: ${WORLD.owners} owners \
of ${WORLD.limit} calls per window of ${WORLD.windowMs / 1000} s, ${windows} windows after ${warmUpWindows} of warm-up. Half of the \
calls come as single jobs, half as matrices of 8 to 24 legs; every policy meets the same jobs. "Least recently used" asks GitHub's \
\`/rate_limit\` of all owners at each lease and passes over owners under 20 %; "most headroom" ranks by what is left after promises.`;
}

const percentOf = ({ tally }: CellResult) => (100 * tally.limited) / Math.max(1, tally.calls);

function cellRow(result: CellResult, all: readonly CellResult[]): BenchRow {
  const { side, load, tally, leaseMs, faults } = result;
  const retried = faults > 0 ? `, ${faults} requests retried` : '';
  const limited = percentOf(result);
  const hit = (100 * tally.jobsLimited) / Math.max(1, tally.jobs);
  const waited = (100 * tally.jobsWaited) / Math.max(1, tally.jobs);
  const bound = boundOf(result, all);
  // Where leases wait for the machine less is asked of budgets than the load says.
  const isLate = leaseMs > WORLD.windowMs * LATE_SHARE;
  const late = isLate ? ', TOO LATE to tell anything of the rule' : '';
  return {
    what: `load ${load}: ${SIDES[side].name}`,
    value: `${limited.toFixed(3)} % of calls`,
    ratio: `${hit.toFixed(2)} % of jobs hit, ${waited.toFixed(2)} % waited, lease ${leaseMs.toFixed(1)} ms${retried}${late}`,
    ...(bound === undefined ? {} : { bound: `<= ${bound.toFixed(2)} %`, ok: limited <= bound && !isLate }),
  };
}

function boundOf({ side, load }: Cell, all: readonly CellResult[]): number | undefined {
  if (side !== 'killed' || load !== 0.8) return BOUNDS[`${side} ${load}`];
  const unharmed = all.find((other) => other.side === 'rules' && other.load === load);
  // Twice nothing is nothing: then twice what is promised without killed jobs.
  const basis = Math.max(BOUNDS['rules 0.8'] ?? 0, unharmed ? percentOf(unharmed) : 0);
  return KILLED_BOUND_FACTOR * basis;
}

function firstRow(side: SideName, all: readonly First[]): BenchRow[] {
  const own = all.filter((each) => each.side === side).map(({ percent }) => percent);
  if (own.length === 0) return [];
  const middle = median(own);
  const row: BenchRow = {
    what: `first limited call of a fresh pool: ${SIDES[side].name}`,
    value: `after ${middle.toFixed(1)} % of all budgets`,
    ratio: `worst ${Math.min(...own).toFixed(1)} %`,
  };
  if (side !== 'swap') return [row];
  return [{ ...row, bound: `>= ${FIRST_LIMITED_BOUND} %`, ok: middle >= FIRST_LIMITED_BOUND }];
}

function writePlot(results: readonly CellResult[]): void {
  const lines = SIDE_NAMES.map((side) => ({
    name: SIDES[side].name,
    points: results
      .filter((result) => result.side === side)
      .map((result) => ({ load: result.load, percent: percentOf(result) })),
  }));
  mkdirSync(dirname(PLOT), { recursive: true });
  writeFileSync(PLOT, limitedPlot(lines));
}
