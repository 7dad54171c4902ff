import { type BenchPool, openBenchPool, type Servers, startServers } from '../../bench/leasing/bench-pool.js';
import { type Variant, VARIANTS, POOL } from '../../bench/leasing/cells.js';
import type { Tally } from '../../src/pool/cli/simulation/types.js';
import type { ActDeps } from '../act.js';
import type { ProgressRow } from '../progress.js';
import { BUDGET, callsOf, planJobs } from './plan.js';
import { emptyView, type PlayView, playJobs } from './play.js';
import type { PolicyReport } from './report.js';

const { owners, limit } = POOL;
/** Longer than the demo, so that no budget resets. */
const WINDOW_MS = 600_000;

/** Other pools hand out the least recently used token after checking it with GitHub; this is round robin at its best. */
const COMPARED: readonly { name: string; variant: Variant }[] = [
  { name: 'round robin', variant: VARIANTS.recent },
  { name: 'this pool', variant: VARIANTS.rules },
  { name: 'this pool, with swap', variant: VARIANTS.swap },
];

type Contender = { name: string; variant: Variant; benchPool: BenchPool; view: PlayView };

/** Runs the same jobs at the same time against pools that differ only in their choice of owners. */
export async function comparePolicies(deps: Pick<ActDeps, 'progress' | 'signal'>): Promise<PolicyReport[]> {
  // With `--keep` the demo runs much longer, so everything started here ends here.
  const cleanups: (() => Promise<unknown>)[] = [];
  try {
    const contenders: Contender[] = [];
    for (const { name, variant } of COMPARED) {
      const benchPool = await openBenchPool({
        id: name,
        policy: variant.policy,
        owners,
        limit,
        windowMs: WINDOW_MS,
      });
      cleanups.push(() => benchPool.close());
      contenders.push({ name, variant, benchPool, view: emptyView() });
    }
    const benchPools = contenders.map(({ benchPool }) => benchPool);
    const servers = await startServers(benchPools, 1);
    cleanups.push(() => servers.stop());
    return await playContenders(contenders, {
      ...deps,
      clientFor: servers.clientFor,
      defer: (cleanup) => void cleanups.push(cleanup),
    });
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
}

type PlayDeps = ActDeps & Pick<Servers, 'clientFor'>;

async function playContenders(contenders: readonly Contender[], deps: PlayDeps): Promise<PolicyReport[]> {
  const { progress, signal, clientFor, defer } = deps;
  const jobs = planJobs();
  const calls = callsOf(jobs);
  progress.print(
    `\n${jobs.length} jobs make ${calls} calls; ${owners} owners have ${limit} each. They lease over HTTP from real`,
  );
  progress.print("servers; their calls are charged to the stand-in's budgets.\n");
  const watch = progress.watch(() => contenders.map((each) => rowOf(each, jobs.length)));
  const plays = contenders.map(async ({ variant, benchPool, view }) => {
    const client = clientFor(benchPool);
    defer(async () => client.close());
    return playJobs(jobs, { benchPool, pool: client, windowMs: WINDOW_MS, swap: variant.swap, signal }, view);
  });
  const tallies = await Promise.all(plays).finally(() => watch.stop());
  return contenders.flatMap((contender, index) => {
    const tally = tallies[index];
    return tally ? [reportOf(contender, tally, calls)] : [];
  });
}

function reportOf({ name, benchPool, view }: Contender, tally: Tally, callsWanted: number): PolicyReport {
  return {
    policy: name,
    callsWanted,
    callsServed: benchPool.served(),
    callsLimited: benchPool.refused(),
    firstLimitedAt: view.servedAtFirst === undefined ? null : view.servedAtFirst / BUDGET,
    ownersUsed: view.tokensUsed.size,
    jobsLimited: tally.jobsLimited,
    jobsWaiting: view.jobsWaiting,
    swaps: tally.swaps,
  };
}

function rowOf({ name, benchPool, view }: Contender, jobs: number): ProgressRow {
  const over = view.jobsDone + view.jobsWaiting;
  const state = over < jobs ? 'running' : benchPool.refused() === 0 ? 'good' : 'bad';
  return { name, state, text: `${over} of ${jobs} jobs, ${benchPool.refused()} calls refused` };
}
