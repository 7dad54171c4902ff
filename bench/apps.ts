import { CHOICES, type ChoiceName, HOUR_MS, LIMIT, play } from './apps/choices.js';
import { traffic } from './leasing/traffic.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const COUNTS = [3, 5, 10];
const LOADS = [0.4, 0.6, 0.8, 0.9];
const FULL = { windows: 20, warmUpWindows: 3, seeds: 4 };
const QUICK = { windows: 5, warmUpWindows: 2, seeds: 1 };
const NAMES = Object.keys(CHOICES) as ChoiceName[];

type Cell = {
  readonly count: number;
  readonly load: number;
  readonly percent: ReadonlyMap<ChoiceName, number>;
};

/** Measures how many calls are limited when jobs choose among several Apps themselves, compared with a pool. */
export async function run({ quick, progress }: BenchOptions): Promise<BenchResult> {
  const size = quick ? QUICK : FULL;
  const cells: Cell[] = [];
  for (const count of COUNTS) {
    for (const load of LOADS) {
      progress(`${count} Apps at load ${load}`);
      cells.push({ count, load, percent: await percentages({ count, load, size }) });
    }
  }
  return {
    title: 'Several Apps without a server: limited calls',
    method: `A simulation: K Apps with ${LIMIT.toLocaleString('en')} calls an hour, ${size.windows} hours after ${size.warmUpWindows} of warm-up, ${size.seeds} seeds, and the jobs of the leasing bench (half of the calls from single jobs, half from matrices of 8 to 24 legs). Load is the calls that jobs make, over the sum of budgets. The first figure is fetch-token's choice: the order of the run, skipping Apps with less than a fifth left. Only the keeper changes a job's token while it runs.`,
    rows: cells.map(rowOf),
  };
}

type CellOptions = { readonly count: number; readonly load: number; readonly size: typeof FULL };

async function percentages({ count, load, size }: CellOptions): Promise<Map<ChoiceName, number>> {
  const percent = new Map<ChoiceName, number>();
  for (const name of NAMES) {
    let [calls, limited] = [0, 0];
    for (let seed = 1; seed <= size.seeds; seed += 1) {
      const windows = size.windows + size.warmUpWindows;
      const world = { owners: count, limit: LIMIT, windowMs: HOUR_MS };
      const jobs = traffic({ ...world, seed: 1000 * load + seed, load, windows, killedShare: 0 });
      const countedFromMs = size.warmUpWindows * HOUR_MS;
      const tally = await play(jobs, { name, count, countedFromMs });
      calls += tally.calls;
      limited += tally.limited;
    }
    percent.set(name, (100 * limited) / calls);
  }
  return percent;
}

function rowOf({ count, load, percent }: Cell): BenchRow {
  const of = (name: ChoiceName) => percent.get(name) ?? 0;
  const text = (name: ChoiceName) => `${CHOICES[name].name} ${of(name).toFixed(3)} %`;
  const others = NAMES.filter((name) => name !== 'ordered');
  return {
    what: `${count} Apps, load ${load}`,
    value: `${of('ordered').toFixed(3)} % of calls`,
    ratio: others.map(text).join(', '),
    bound: `<= ${CHOICES.random.name}`,
    ok: of('ordered') <= of('random'),
  };
}
