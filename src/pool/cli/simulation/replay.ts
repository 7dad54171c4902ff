import { randomBytes } from 'node:crypto';
import { createLeasing } from '../../leasing/leasing.js';
import { nextProbeAtMs, SCHEDULE_RULES } from '../../owners/probe-schedule.js';
import { openStore } from '../../store/open-store.js';
import type { Store } from '../../store/types.js';
import { createVault } from '../../vault/vault.js';
import { inProcessPool } from './in-process-pool.js';
import { createJobRun, type JobRun } from './job-run.js';
import { seededRandom } from './random.js';
import { createSimulatedGithub } from './simulated-github.js';
import { createTimeline } from './timeline.js';
import { emptyTally, type SimulatedJob, type Swap, type Tally } from './types.js';

export type ReplayOptions = {
  /** The budget per window of each owner. */
  limits: readonly number[];
  bucket: string;
  reserve: number;
  windowMs: number;
  swap: Swap | null;
  /** Jobs that begin before this teach the pool and are not counted. */
  countedFromMs: number;
};

/** How often leases expire and owners are probed, as by a server's background work. */
const BACKGROUND_EVERY_MS = 10_000;
const PROBES_AT_ONCE = 100;

/**
 * Runs the server's own rules over jobs, with a store in memory and a clock that jumps from event to event. The same jobs
 * always give the same result.
 */
export async function replay(jobs: readonly SimulatedJob[], options: ReplayOptions): Promise<Tally> {
  const clock = { ms: jobs.reduce((first, { atMs }) => Math.min(first, atMs), Infinity) };
  const nowMs = () => clock.ms;
  const { bucket, windowMs, reserve, swap } = options;
  const vault = createVault([randomBytes(32).toString('hex')]);
  const store = await openStore({ url: ':memory:', vault, nowMs, reserve, windowMs });
  try {
    const github = createSimulatedGithub({ nowMs, windowMs });
    const prober = await lendersOn({ store, github, options });
    const leasing = createLeasing({ store, vault, newLeaseId: counted() });
    const pool = inProcessPool(leasing, bucket);
    const tally = emptyTally();
    const runs = createTimeline<JobRun | 'background'>();
    let left = jobs.length;
    for (const job of jobs) {
      const counts = job.atMs >= options.countedFromMs ? tally : undefined;
      const deps = { pool, github: github, nowMs, windowMs, swap, tally: counts };
      runs.add(job.atMs, createJobRun(job, deps));
    }
    runs.add(clock.ms, 'background');
    for (let due = runs.next(); due && left > 0; due = runs.next()) {
      clock.ms = Math.max(clock.ms, due.atMs);
      if (due.event === 'background') {
        await leasing.expire();
        await prober();
        runs.add(clock.ms + BACKGROUND_EVERY_MS, 'background');
        continue;
      }
      const nextAtMs = await due.event.step();
      if (nextAtMs === undefined) left -= 1;
      else runs.add(nextAtMs, due.event);
    }
    return tally;
  } finally {
    await store.close();
  }
}

type Stage = { store: Store; github: ReturnType<typeof createSimulatedGithub>; options: ReplayOptions };

/** Adds the owners, and returns a prober that probes them as often as the server's. */
async function lendersOn({ store, github, options }: Stage): Promise<() => Promise<void>> {
  const { limits, bucket, windowMs } = options;
  const tokens = new Map<string, string>();
  for (const [index, limit] of limits.entries()) {
    const { ownerId, token } = await lendingOwner(store, { id: index + 1, limit, bucket, windowMs });
    tokens.set(ownerId, token);
    github.add(token, limit);
  }
  const random = seededRandom(1);
  return async () => {
    const nowMs = await store.nowMs();
    for (const owner of await store.owners.dueForProbe(PROBES_AT_ONCE)) {
      const { limit, remaining, resetAtMs } = github.readBudget(tokens.get(owner.id) ?? '');
      const seen = { limit, remaining, resetAtMs: resetAtMs ?? nowMs + windowMs };
      await store.budgets.observe(owner.id, bucket, seen);
      const budgets = await store.budgets.ofOwner(owner.id);
      await store.owners.probed(owner.id, nextProbeAtMs({ owner, budgets, nowMs }, SCHEDULE_RULES, random));
    }
  };
}

type NewLender = { id: number; limit: number; bucket: string; windowMs: number };

/** Adds an owner with a full budget. */
async function lendingOwner(store: Store, { id, limit, bucket, windowMs }: NewLender) {
  const owner = await store.owners.upsert({
    kind: 'user',
    accountId: id,
    login: `owner-${id}`,
    apiUrl: 'https://api.github.com',
  });
  const token = `gho_${String(id).padStart(36, '0')}`;
  await store.tokens.put({ ownerId: owner.id, token, kind: 'oauth', origin: 'simulation' });
  const resetAtMs = (await store.nowMs()) + windowMs;
  await store.budgets.observe(owner.id, bucket, { limit, remaining: limit, resetAtMs });
  return { ownerId: owner.id, token };
}

/** Counted ids, so that every replay goes the same way. */
function counted(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return String(count).padStart(12, '0');
  };
}
