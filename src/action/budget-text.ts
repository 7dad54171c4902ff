import type { RateLimit } from '../github/rate-limit.js';

/** A budget in words: `4,980 of 5,000 (core)`. */
export function budgetText(rateLimit: RateLimit | null): string {
  if (!rateLimit) return 'not known';
  return `${thousands(rateLimit.remaining)} of ${thousands(rateLimit.limit)} (${rateLimit.bucket})`;
}

/** `5,000`. `Intl` would do the same and take some milliseconds to load. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
