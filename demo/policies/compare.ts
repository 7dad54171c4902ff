import { type Arena, type Hosts, openArena, startHosts } from '../../bench/leasing/arena.js';
import { type Side as BenchSide, SIDES, WORLD } from '../../bench/leasing/cells.js';
import type { Tally } from '../../src/pool/cli/simulation/types.js';
import type { ActDeps } from '../act.js';
import type { ProgressRow } from '../progress.js';
import { BUDGET, callsOf, planJobs } from './plan.js';
import { notBegun, type PlayView, playJobs } from './play.js';
import type { PolicyReport } from './report.js';

const { owners, limit } = WORLD;
/** Longer than the demo, so that no budget resets. */
const WINDOW_MS = 600_000;

/** Other pools hand out the least recently used token after checking it with GitHub; this is round robin at its best. */
const COMPARED: readonly { name: string; side: BenchSide }[] = [
  { name: 'round robin', side: SIDES.recent },
  { name: 'this pool', side: SIDES.rules },
  { name: 'this pool, with swap', side: SIDES.swap },
];

type Side = { name: string; side: BenchSide; arena: Arena; view: PlayView };

/** Runs the same jobs at the same time against pools that differ only in their choice of owners. */
export async function comparePolicies(deps: Pick<ActDeps, 'progress' | 'signal'>): Promise<PolicyReport[]> {
  // With `--keep` the demo runs much longer, so everything started here ends here.
  const undos: (() => Promise<unknown>)[] = [];
  try {
    const sides: Side[] = [];
    for (const { name, side } of COMPARED) {
      const arena = await openArena({ id: name, policy: side.policy, owners, limit, windowMs: WINDOW_MS });
      undos.push(() => arena.close());
      sides.push({ name, side, arena, view: notBegun() });
    }
    const arenas = sides.map(({ arena }) => arena);
    const hosts = await startHosts(arenas, 1);
    undos.push(() => hosts.stop());
    return await playSides(sides, { ...deps, poolOf: hosts.poolOf, defer: (undo) => void undos.push(undo) });
  } finally {
    for (const undo of undos.reverse()) await undo();
  }
}

type PlayDeps = ActDeps & Pick<Hosts, 'poolOf'>;

async function playSides(sides: readonly Side[], deps: PlayDeps): Promise<PolicyReport[]> {
  const { progress, signal, poolOf, defer } = deps;
  const jobs = planJobs();
  const calls = callsOf(jobs);
  progress.say(
    `\n${jobs.length} jobs want ${calls} calls of ${owners} owners with ${limit} each; they lease over`,
  );
  progress.say("HTTP from real servers, and their calls are charged to the stand-in's budgets.\n");
  const watch = progress.watch(() => sides.map((each) => rowOf(each, jobs.length)));
  const plays = sides.map(async ({ side, arena, view }) => {
    const pool = poolOf(arena);
    defer(async () => pool.close());
    return playJobs(jobs, { arena, pool, windowMs: WINDOW_MS, swap: side.swap, signal }, view);
  });
  const tallies = await Promise.all(plays).finally(() => watch.stop());
  return sides.flatMap((side, index) => {
    const tally = tallies[index];
    return tally ? [reportOf(side, tally, calls)] : [];
  });
}

function reportOf({ name, arena, view }: Side, tally: Tally, callsWanted: number): PolicyReport {
  return {
    policy: name,
    callsWanted,
    callsServed: arena.served(),
    callsLimited: arena.refused(),
    firstLimitedAt: view.servedAtFirst === undefined ? null : view.servedAtFirst / BUDGET,
    ownersUsed: view.tokensUsed.size,
    jobsHit: tally.jobsLimited,
    jobsWaiting: view.jobsWaiting,
    swaps: tally.swaps,
  };
}

function rowOf({ name, arena, view }: Side, jobs: number): ProgressRow {
  const over = view.jobsDone + view.jobsWaiting;
  const state = over < jobs ? 'running' : arena.refused() === 0 ? 'good' : 'bad';
  return { name, state, text: `${over} of ${jobs} jobs, ${arena.refused()} calls refused` };
}
