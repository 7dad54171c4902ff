import { randomBytes } from 'node:crypto';
import { createLeasing } from '../leasing/leasing.js';
import { openStore } from '../store/open-store.js';
import type { Store } from '../store/types.js';
import { createVault } from '../vault/vault.js';
import { createJobRun, type JobRun } from './job-run.js';
import { poolOfRules } from './rules-pool.js';
import { createTimeline } from './timeline.js';
import { emptyTally, type SimulatedJob, type Swap, type Tally } from './types.js';
import { createWorld } from './world.js';

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

/** Settling by expiry and rolling of windows, as a server does beside its requests. */
const EXPIRY_EVERY_MS = 10_000;

/**
 * Runs the server's own rules over jobs, on its own store in memory and on a clock that jumps from event to
 * event. The same jobs always end the same.
 */
export async function replay(jobs: readonly SimulatedJob[], options: ReplayOptions): Promise<Tally> {
  const clock = { ms: jobs.reduce((first, { atMs }) => Math.min(first, atMs), Infinity) };
  const nowMs = () => clock.ms;
  const { bucket, windowMs, reserve, swap } = options;
  const vault = createVault([randomBytes(32).toString('hex')]);
  const store = await openStore({ url: ':memory:', vault, nowMs, reserve, windowMs });
  try {
    const world = createWorld({ nowMs, windowMs });
    for (const [index, limit] of options.limits.entries()) {
      world.add(await lendingOwner(store, { id: index + 1, limit, bucket, windowMs }), limit);
    }
    const pool = poolOfRules(createLeasing({ store, vault, newLeaseId: counted() }), bucket);
    const tally = emptyTally();
    const runs = createTimeline<JobRun | 'expiry'>();
    let left = jobs.length;
    for (const job of jobs) {
      const counts = job.atMs >= options.countedFromMs ? tally : undefined;
      const deps = { pool, github: world, nowMs, windowMs, swap, tally: counts };
      runs.add(job.atMs, createJobRun(job, deps));
    }
    runs.add(clock.ms, 'expiry');
    for (let due = runs.next(); due && left > 0; due = runs.next()) {
      clock.ms = Math.max(clock.ms, due.atMs);
      if (due.event === 'expiry') {
        await store.leases.expireDue();
        runs.add(clock.ms + EXPIRY_EVERY_MS, 'expiry');
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

type NewLender = { id: number; limit: number; bucket: string; windowMs: number };

/** Adds an owner with a full budget and returns its token. */
async function lendingOwner(store: Store, { id, limit, bucket, windowMs }: NewLender): Promise<string> {
  const owner = await store.owners.upsert({
    kind: 'user',
    accountId: id,
    login: `owner-${id}`,
    apiUrl: 'https://api.github.com',
  });
  const token = `gho_${String(id).padStart(36, '0')}`;
  await store.tokens.put({ ownerId: owner.id, token, kind: 'oauth', origin: 'simulation' });
  const resetAtMs = (await store.nowMs()) + windowMs;
  await store.budgets.observe(owner.id, bucket, { limit, remaining: limit, resetAtMs, by: 'probe' });
  return token;
}

/** Ids of leases need not be guessed by nobody here, but a replay must go the same way each time. */
function counted(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return String(count).padStart(12, '0');
  };
}
