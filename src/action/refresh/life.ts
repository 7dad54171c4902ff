import type { Clock, Life } from './types.js';

/**
 * How long a token may still be used; Infinity if it never expires. Its age is the larger by two clocks: the monotonic
 * clock is not affected when the wall clock is set, and the wall clock includes time that the machine slept.
 */
export function remainingLifeMs(life: Life, clock: Clock): number {
  if (life.lifetimeMs === null) return Number.POSITIVE_INFINITY;
  const monotonicAgeMs = clock.monotonicMs() - life.obtainedAtMonotonicMs;
  // A negative age means that the machine was rebooted, so the token's age is unknown.
  if (monotonicAgeMs < 0) return 0;
  return life.lifetimeMs - Math.max(monotonicAgeMs, clock.wallMs() - life.obtainedAtWallMs);
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

/** Caps `refreshBeforeMs` to this share of the token's life, or a short-lived one would be renewed at every call. */
const LARGEST_SHARE = 0.5;

/**
 * The life of a token obtained just now. `expiresAtMs` is by the issuer's clock, `issuerAheadMs` ahead of ours.
 */
export function lifeOf(
  clock: Clock,
  token: { expiresAtMs: number | null; issuerAheadMs: number; refreshBeforeMs: number },
): Life {
  const wallMs = clock.wallMs();
  const lifetimeMs =
    token.expiresAtMs === null ? null : Math.max(0, token.expiresAtMs - token.issuerAheadMs - wallMs);
  return {
    obtainedAtWallMs: wallMs,
    obtainedAtMonotonicMs: clock.monotonicMs(),
    lifetimeMs,
    refreshBeforeMs: lifetimeMs === null ? 0 : Math.min(token.refreshBeforeMs, lifetimeMs * LARGEST_SHARE),
  };
}
