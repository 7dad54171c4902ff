import { randomBytes } from 'node:crypto';

/** 120 bits, so that ids cannot be guessed. */
const RANDOM_BYTES = 15;
/** Random parts drawn from the system at once: a draw for each id costs more than the id. */
const IDS_PER_DRAW = 128;
/** Ids of one millisecond that sort in their order; later ones are still unique. */
const MAX_COUNT = 0xfff;

/**
 * Makes unguessable ids. They start with the time and a counter, so that each sorts after the one before it in the
 * index and a burst of them changes few of its pages.
 */
export function createLeaseIds(now: () => number = Date.now): () => string {
  let drawn: Buffer = Buffer.alloc(0);
  let used = 0;
  let lastMs = 0;
  let count = 0;
  return () => {
    if (used >= drawn.length) {
      drawn = randomBytes(RANDOM_BYTES * IDS_PER_DRAW);
      used = 0;
    }
    const random = drawn.toString('base64url', used, used + RANDOM_BYTES);
    used += RANDOM_BYTES;
    const nowMs = now();
    count = nowMs === lastMs ? Math.min(count + 1, MAX_COUNT) : 0;
    lastMs = nowMs;
    return nowMs.toString(16).padStart(12, '0') + count.toString(16).padStart(3, '0') + random;
  };
}
