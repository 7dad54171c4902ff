import { randomBytes } from 'node:crypto';

const RANDOM_BYTES = 18;
/** Ids whose random part is drawn from the system at once: a draw for each costs more than the id. */
const DRAWN_TOGETHER = 128;

/**
 * Makes unguessable ids. They begin with the time and so go side by side into the index, and a burst changes few
 * of its pages.
 */
export function createLeaseIds(now: () => number = Date.now): () => string {
  let drawn: Buffer = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used >= drawn.length) {
      drawn = randomBytes(RANDOM_BYTES * DRAWN_TOGETHER);
      used = 0;
    }
    const random = drawn.toString('base64url', used, used + RANDOM_BYTES);
    used += RANDOM_BYTES;
    return now().toString(16).padStart(12, '0') + random;
  };
}
