import type { RateLimit } from '../../github/rate-limit.js';
import type { Report } from '../../wire.js';
import { bucketReport } from './bucket-report.js';
import type { BudgetReading } from './types.js';

const RELEASE: Report = { buckets: {}, outcome: 'ok', release: true };
const MOST_BUCKETS = 30;

/** What the job set out to spend from, and the budgets that it read then. */
export type Start = { readonly bucket: string; readonly budgets: readonly RateLimit[] };

/** The report that ends a lease. Without a reading it only releases the lease. */
export function usageReport(end: BudgetReading | null, start: Start): Report {
  if (end?.state === 'unauthorized') return { ...RELEASE, outcome: 'unauthorized' };
  if (end?.state === 'secondary_limited') {
    const { retryAfterSeconds } = end;
    const wait = retryAfterSeconds === null ? {} : { retry_after_seconds: retryAfterSeconds };
    return { ...RELEASE, outcome: 'secondary_limited', ...wait };
  }
  if (end?.state !== 'known') return RELEASE;
  const worthReporting = [...end.buckets.values()].filter(
    ({ used, bucket }) => used > 0 || bucket === start.bucket,
  );
  const buckets = worthReporting.slice(0, MOST_BUCKETS).map((seen) => {
    const before = start.budgets.find(({ bucket }) => bucket === seen.bucket);
    return [seen.bucket, bucketReport(seen, before?.remaining ?? null)] as const;
  });
  const isSpent = end.buckets.get(start.bucket)?.remaining === 0;
  return { buckets: Object.fromEntries(buckets), outcome: isSpent ? 'exhausted' : 'ok', release: true };
}
