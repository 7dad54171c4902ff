import type { RateLimit } from '../../github/rate-limit.js';
import { thousands } from '../budget-text.js';

/** Requests (points for graphql) spent from one budget between two readings. */
export type Spent = { readonly bucket: string; readonly requests: number };

/**
 * What was spent of each bucket, most first. Includes what others spent from the same budget. Leaves out buckets that
 * were read only once or whose window ended in between.
 */
export function spentByBucket(start: readonly RateLimit[], end: readonly RateLimit[]): Spent[] {
  const spent = end.flatMap((now) => {
    const before = start.find(({ bucket }) => bucket === now.bucket);
    if (before === undefined || isNewWindow(before, now)) return [];
    return [{ bucket: now.bucket, requests: Math.max(0, before.remaining - now.remaining) }];
  });
  return spent.sort((one, other) => other.requests - one.requests);
}

function isNewWindow(before: RateLimit, now: RateLimit): boolean {
  return now.resetAtMs > before.resetAtMs && now.remaining > before.remaining;
}

/** `120 core, 3 search`: the buckets that were spent from, else the one that was meant to be. */
export function spentText(spent: readonly Spent[], bucket: string): string | null {
  const some = spent.filter(({ requests }) => requests > 0);
  const shown = some.length > 0 ? some : spent.filter((each) => each.bucket === bucket);
  if (shown.length === 0) return null;
  return shown.map((each) => `${thousands(each.requests)} ${each.bucket}`).join(', ');
}
