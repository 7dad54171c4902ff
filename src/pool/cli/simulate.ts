import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { UsageError } from '../faults/usage-error.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { exportedLines } from './lease.js';
import { withCommonOptions, wholeNumber } from './options.js';
import { type Random, seededRandom } from './simulation/random.js';
import { replay } from './simulation/replay.js';
import type { SimulatedJob, Tally } from './simulation/types.js';
import { table } from './table.js';
import { readTrace } from './trace.js';
import { withPool } from './with-pool.js';

type SimulateOptions = CommonOptions & {
  trace?: string;
  days: number;
  owners?: number;
  limit: number;
  reserve: number;
  swap: boolean;
  seed: number;
};

type Load = { jobs: readonly SimulatedJob[]; bucket: string; options: SimulateOptions };

/** A pool is large enough if at most this share of calls meets a limit, and this share of jobs waits for budget. */
const ACCEPTABLE_LIMITED = 0.001;
const ACCEPTABLE_WAITED = 0.01;
const WINDOW_MS = 3_600_000;
const SWAP = { belowShare: 0.01, belowCalls: 50, checkEveryMs: 60_000 } as const;
const FACTORS = [1.25, 1.5, 2, 3, 4] as const;
const MAX_OWNERS = 4096;

/** `token-pool simulate`: the server's own rules over one's own history, on a virtual clock. */
export function addSimulateCommand(program: Command, io: CliIo): void {
  withCommonOptions(program.command('simulate'))
    .description('how many more jobs the pool could serve, or how many owners it lacks')
    .option('--trace <file>', 'what "token-pool lease export" printed (default: the leases of the database)')
    .option('--days <days>', 'how far to go back in the database', wholeNumber(1, 3650), 90)
    .option(
      '--owners <count>',
      'owners to lend (default: as many as the trace has)',
      wholeNumber(1, MAX_OWNERS),
    )
    .option('--limit <requests>', 'the hourly budget of each', wholeNumber(1, 1_000_000), 5000)
    .option('--reserve <percent>', 'the share that owners keep', wholeNumber(0, 90), 20)
    .option('--seed <number>', 'the seed for added jobs', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--no-swap', 'as if no job could lease again')
    .action((options: SimulateOptions) => simulate(io, options));
}

type Run = { factor: number; owners: number; tally: Tally };

async function simulate(io: CliIo, options: SimulateOptions): Promise<void> {
  const { jobs, bucket, owners: seen } = readTrace(await historyOf(io, options));
  const load = { jobs, bucket, options };
  const owners = options.owners ?? seen;
  const now = await run(load, { owners, factor: 1 });
  const runs: Run[] = [{ factor: 1, owners, tally: now }];
  const verdict = isCarried(now) ? await roomOf(load, owners, runs) : await lackOf(load, owners, runs);
  print(io, options, {
    json: { verdict, runs: runs.map(viewOf) },
    text: `${tableOf(runs)}\n\n${verdict}`,
  });
}

function viewOf({ tally, ...size }: Run) {
  const { jobsWaited: jobs_waited, jobsLimited: jobs_limited, ...rest } = tally;
  return { ...size, ...rest, jobs_limited, jobs_waited };
}

function tableOf(runs: readonly Run[]): string {
  const cells = runs.map(({ factor, owners, tally }) => [
    `${factor} x`,
    owners,
    tally.jobs,
    tally.calls,
    `${(100 * limitedShare(tally)).toFixed(2)} %`,
    tally.jobsWaited,
    tally.swaps,
  ]);
  return table(['LOAD', 'OWNERS', 'JOBS', 'CALLS', 'LIMITED', 'WAITED', 'SWAPS'], cells, '');
}

function historyOf(io: CliIo, options: SimulateOptions): Promise<string> {
  const { trace, days } = options;
  if (trace !== undefined) return Promise.resolve(readFile(trace));
  return withPool(io, options, async ({ store }) => {
    const lines: string[] = [];
    for await (const line of exportedLines(store, days)) lines.push(line);
    return lines.join('\n');
  });
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`--trace: ${path} cannot be read; make it with "token-pool lease export > ${path}"`);
  }
}

/** By what factor the load may grow; every try is added to `runs`. */
async function roomOf(load: Load, owners: number, runs: Run[]): Promise<string> {
  let carried = 1;
  for (const factor of FACTORS) {
    const tally = await run(load, { owners, factor });
    runs.push({ factor, owners, tally });
    if (!isCarried(tally)) return `A pool of ${owners} carries ${carried} times the jobs of the trace.`;
    carried = factor;
  }
  return `A pool of ${owners} carries ${carried} times the jobs of the trace, or more.`;
}

/** Doubles until it is enough, then halves the interval. */
async function lackOf(load: Load, owners: number, runs: Run[]): Promise<string> {
  const isEnough = async (count: number) => {
    const tally = await run(load, { owners: count, factor: 1 });
    runs.push({ factor: 1, owners: count, tally });
    return isCarried(tally);
  };
  let tooFew = owners;
  let enough = owners * 2;
  while (!(await isEnough(enough))) {
    tooFew = enough;
    enough *= 2;
    if (enough > MAX_OWNERS)
      return `Not even ${tooFew} owners would do: single jobs need more than one owner lends.`;
  }
  while (enough - tooFew > 1 && enough - tooFew > enough / 50) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (await isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return `A pool of ${enough} is needed, ${enough - owners} more than now.`;
}

function run({ jobs, bucket, options }: Load, size: { owners: number; factor: number }): Promise<Tally> {
  return replay(multiplied(jobs, size.factor, seededRandom(options.seed)), {
    limits: Array<number>(size.owners).fill(options.limit),
    bucket,
    reserve: options.reserve / 100,
    windowMs: WINDOW_MS,
    swap: options.swap ? SWAP : null,
    countedFromMs: 0,
  });
}

/** More of the same traffic: copies of each job a little later, at random for the fraction of the factor. */
function multiplied(jobs: readonly SimulatedJob[], factor: number, random: Random): SimulatedJob[] {
  return jobs
    .flatMap((job) => {
      const copies = Math.floor(factor) + (random() < factor % 1 ? 1 : 0);
      return Array.from({ length: copies }, (_, copy) =>
        copy === 0 ? job : copyOf(job, { copy, laterMs: Math.floor(random() * 60_000) }),
      );
    })
    .sort((one, other) => one.atMs - other.atMs);
}

/** In a new run: the legs of a run are spread over owners, and a copy is not a leg. */
function copyOf(job: SimulatedJob, { copy, laterMs }: { copy: number; laterMs: number }): SimulatedJob {
  return {
    ...job,
    atMs: job.atMs + laterMs,
    job: { ...job.job, run_id: `${job.job.run_id}-${copy}` },
  };
}

function isCarried(tally: Tally): boolean {
  return limitedShare(tally) <= ACCEPTABLE_LIMITED && tally.jobsWaited <= tally.jobs * ACCEPTABLE_WAITED;
}

function limitedShare(tally: Tally): number {
  return tally.calls === 0 ? 0 : tally.limited / tally.calls;
}
