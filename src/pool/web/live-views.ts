import { cached } from '../cache/cached.js';
import type { AnonymousOwner, BucketStatus } from '../store/records.js';
import { coreFirst } from './core-first.js';
import type { ViewDeps } from './deps.js';
import type { BucketView, LiveView, OwnerView } from './page/live.js';
import type { HistoryPoint } from './page/plot.js';

const DAY_MS = 24 * 3_600_000;
const OWNERS_SHOWN = 20;

/** Everybody sees the same figures, so they are read from the database once a second however many people look. */
const KEPT_MS = 1000;

/** Sums and pseudonyms only, with the history of the `wanted` bucket, or of the first where there is no such bucket. */
export type LiveViews = (wanted: unknown) => Promise<LiveView>;

export function createLiveViews(deps: ViewDeps, nowMs: () => number): LiveViews {
  const pool = cached({ now: nowMs, maxAgeMs: KEPT_MS }, () => readPool(deps));
  const history = byKey(nowMs, async (bucket) =>
    deps.store.stats.history(bucket, (await pool()).nowMs - DAY_MS),
  );
  return async (wanted) => {
    const { buckets, ...view } = await pool();
    const plotted = buckets.find(({ bucket }) => bucket === wanted) ?? buckets[0];
    return {
      ...view,
      buckets: buckets.map(bucketView),
      plotted: plotted
        ? {
            bucket: plotted.bucket,
            // Samples are taken once a minute, so the line ends with the figures of now.
            points: [...(await history(plotted.bucket)), pointOf(plotted, view.nowMs)],
          }
        : null,
    };
  };
}

/** A cached reading for each key; there are as many keys as the pool has buckets. */
function byKey<T>(now: () => number, read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const readings = new Map<string, () => Promise<T>>();
  return (key) => {
    const reading = readings.get(key) ?? cached({ now, maxAgeMs: KEPT_MS }, () => read(key));
    readings.set(key, reading);
    return reading();
  };
}

type PoolNow = Omit<LiveView, 'buckets' | 'plotted'> & { buckets: readonly BucketStatus[] };

async function readPool(deps: ViewDeps): Promise<PoolNow> {
  const { stats } = deps.store;
  const [nowMs, buckets, tokens, owners, problems] = await Promise.all([
    deps.store.nowMs(),
    stats.buckets().then(coreFirst),
    stats.tokens(),
    stats.owners('core', OWNERS_SHOWN),
    deps.mintProblems(),
  ]);
  return {
    nowMs,
    tokens,
    buckets,
    leasesLastHour: buckets.reduce((sum, bucket) => sum + bucket.leasesLastHour, 0),
    limitedShare: limitedShareOf(buckets),
    owners: owners.map((owner) => ({
      ...owner,
      state: ownerState(owner),
      problem: problems.get(owner.ref)?.reason ?? null,
    })),
    ownersTotal: Math.max(owners.length, ...buckets.map((bucket) => bucket.owners)),
  };
}

function pointOf({ limit, remaining }: BucketStatus, atMs: number): HistoryPoint {
  return { atMs, limit, remaining };
}

function ownerState(owner: AnonymousOwner): OwnerView['state'] {
  if (owner.status === 'paused') return 'paused';
  if (owner.status === 'cooling' || owner.status === 'suspended') return 'resting';
  return owner.remaining <= 0 ? 'spent' : 'ready';
}

function bucketView(status: BucketStatus): BucketView {
  return {
    bucket: status.bucket,
    owners: status.owners,
    limit: status.limit,
    remaining: status.remaining,
    promised: status.promised,
    free: Math.max(0, status.free),
    openLeases: status.openLeases,
    limitedShare: status.leasesLastHour === 0 ? null : status.limitedShare,
  };
}

function limitedShareOf(buckets: readonly BucketStatus[]): number | null {
  const leases = buckets.reduce((sum, bucket) => sum + bucket.leasesLastHour, 0);
  if (leases === 0) return null;
  return buckets.reduce((sum, bucket) => sum + bucket.limitedShare * bucket.leasesLastHour, 0) / leases;
}
