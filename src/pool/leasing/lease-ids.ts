import { randomBytes } from 'node:crypto';

/** 120 bits: nobody guesses an id. */
const RANDOM_BYTES = 15;
/** Ids whose random part is drawn from the system at once: a draw for each costs more than the id. */
const DRAWN_TOGETHER = 128;
/** Ids of one millisecond that stay in their order; those after them still are ids. */
const COUNTED = 0xfff;

/**
 * Makes unguessable ids. They begin with the time and a count within it, so that each goes behind the one before it
 * in the index, and a burst changes few of its pages.
 */
export function createLeaseIds(now: () => number = Date.now): () => string {
  let drawn: Buffer = Buffer.alloc(0);
  let used = 0;
  let lastMs = 0;
  let count = 0;
  return () => {
    if (used >= drawn.length) {
      drawn = randomBytes(RANDOM_BYTES * DRAWN_TOGETHER);
      used = 0;
    }
    const random = drawn.toString('base64url', used, used + RANDOM_BYTES);
    used += RANDOM_BYTES;
    const nowMs = now();
    count = nowMs === lastMs ? Math.min(count + 1, COUNTED) : 0;
    lastMs = nowMs;
    return nowMs.toString(16).padStart(12, '0') + count.toString(16).padStart(3, '0') + random;
  };
}
