import type { RateLimit } from '../github/rate-limit.js';
import { thousands } from './thousands.js';

/** A budget in words: `4,980 of 5,000 (core)`. */
export function budgetText(rateLimit: RateLimit | null): string {
  if (!rateLimit) return 'not known';
  return `${thousands(rateLimit.remaining)} of ${thousands(rateLimit.limit)} (${rateLimit.bucket})`;
}
