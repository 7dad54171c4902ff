import type { Clock, Life } from './types.js';

/**
 * How long a token may still be used; Infinity when it never expires. Its age is the larger one of two clocks: the
 * monotonic one ignores that the wall clock was set, the wall clock knows that the machine slept.
 */
export function remainingLifeMs(life: Life, clock: Clock): number {
  if (life.livesMs === null) return Number.POSITIVE_INFINITY;
  const monotonicAgeMs = clock.monotonicMs() - life.obtainedAtMonotonicMs;
  // A negative age means another boot of the machine: nothing is known of the token's age then.
  if (monotonicAgeMs < 0) return 0;
  return life.livesMs - Math.max(monotonicAgeMs, clock.wallMs() - life.obtainedAtWallMs);
}

/** Whether a reader may use the token without asking for a newer one. */
export function isFresh(life: Life, clock: Clock): boolean {
  return remainingLifeMs(life, clock) > life.refreshBeforeMs;
}

/** The clocks of this machine. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
};

/** The most of a life that may be spent waiting for the next: else a short-lived token would be renewed at every call. */
const LARGEST_SHARE = 0.5;

/**
 * The life of a token that was just obtained. `expiresAtMs` is by the issuer's clock, which is `issuerAheadMs`
 * ahead of ours.
 */
export function lifeOf(
  clock: Clock,
  token: { expiresAtMs: number | null; issuerAheadMs: number; refreshBeforeMs: number },
): Life {
  const wallMs = clock.wallMs();
  const livesMs =
    token.expiresAtMs === null ? null : Math.max(0, token.expiresAtMs - token.issuerAheadMs - wallMs);
  return {
    obtainedAtWallMs: wallMs,
    obtainedAtMonotonicMs: clock.monotonicMs(),
    livesMs,
    refreshBeforeMs: livesMs === null ? 0 : Math.min(token.refreshBeforeMs, livesMs * LARGEST_SHARE),
  };
}
