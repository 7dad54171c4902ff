import type { OwnerKey, SecondaryLimits } from './types.js';

export type Secondary = {
  setLimits(limits: SecondaryLimits | undefined): void;
  /** Seconds to wait when the request exceeds a limit; undefined admits it, and `leave` must be called after it. */
  enter(owner: OwnerKey, method: string): number | undefined;
  leave(owner: OwnerKey): void;
};

const MINUTE_MS = 60_000;
const POINTS_PER_WRITE = 5;
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

type Activity = { inFlight: number; points: { atMs: number; points: number }[]; blockedUntilMs: number };

/** GitHub's limits on concurrency and on points per minute. The only header that shows them is `retry-after`. */
export function createSecondary(deps: { now: () => number; limits: SecondaryLimits | undefined }): Secondary {
  const activities = new Map<OwnerKey, Activity>();
  let limits = deps.limits;

  const activityOf = (owner: OwnerKey): Activity => {
    const activity = activities.get(owner) ?? { inFlight: 0, points: [], blockedUntilMs: 0 };
    activities.set(owner, activity);
    return activity;
  };

  return {
    setLimits: (next) => {
      limits = next;
      for (const activity of activities.values()) activity.blockedUntilMs = 0;
    },
    enter(owner, method) {
      const activity = activityOf(owner);
      const nowMs = deps.now();
      if (limits && exceedsLimits(activity, limits, nowMs)) {
        if (activity.blockedUntilMs <= nowMs) {
          activity.blockedUntilMs = nowMs + 1000 * (limits.retryAfterSeconds ?? 60);
        }
        return Math.max(1, Math.ceil((activity.blockedUntilMs - nowMs) / 1000));
      }
      activity.inFlight += 1;
      if (limits) activity.points.push({ atMs: nowMs, points: READS.has(method) ? 1 : POINTS_PER_WRITE });
      return undefined;
    },
    leave: (owner) => {
      activityOf(owner).inFlight -= 1;
    },
  };
}

function exceedsLimits(activity: Activity, limits: SecondaryLimits, nowMs: number): boolean {
  if (activity.blockedUntilMs > nowMs) return true;
  activity.points = activity.points.filter((entry) => entry.atMs > nowMs - MINUTE_MS);
  const points = activity.points.reduce((sum, entry) => sum + entry.points, 0);
  return (
    activity.inFlight >= (limits.concurrent ?? Number.POSITIVE_INFINITY) ||
    points >= (limits.pointsPerMinute ?? Number.POSITIVE_INFINITY)
  );
}
