import type { BUCKETS } from '../../github/buckets.js';
import type { Rules } from './rules.js';

type Bucket = (typeof BUCKETS)[number];

/**
 * The buckets that the pool probes and lends from, with their windows per hour: GitHub counts searches by the minute
 * (docs.github.com, "Rate limits for the REST API").
 */
const WINDOWS_PER_HOUR: ReadonlyMap<string, number> = new Map<Bucket, number>([
  ['core', 1],
  ['search', 60],
  ['code_search', 60],
  ['graphql', 1],
]);

export const PROBED_BUCKETS: readonly string[] = [...WINDOWS_PER_HOUR.keys()];

/** The length of a window of a bucket. */
export function windowMsOf(bucket: string, { windowMs }: Pick<Rules, 'windowMs'>): number {
  return windowMs / (WINDOWS_PER_HOUR.get(bucket) ?? 1);
}
