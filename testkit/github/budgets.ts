import { type Bucket, LIMITS } from './buckets.js';
import type { BudgetView, Limits, OwnerKey } from './types.js';

type Window = { endsAtMs: number; used: number };

export type Budgets = {
  view(owner: OwnerKey, bucket: Bucket): BudgetView;
  /** Opens a window when none is open. False when the budget is used up; nothing is spent then. */
  charge(owner: OwnerKey, bucket: Bucket): boolean;
  /** Refunds a free request; if it alone had opened the window, the window closes again. */
  refund(owner: OwnerKey, bucket: Bucket): void;
  spend(owner: OwnerKey, bucket: Bucket, n: number): void;
  setLimits(owner: OwnerKey, limits: Limits): void;
  setWindowMs(windowMs: number): void;
};

/** The budgets of all owners. `coreLimitOf` returns the core limit of owners whose limit is not a user's. */
export function createBudgets(deps: {
  now: () => number;
  windowMs: number;
  limits: Limits;
  coreLimitOf: (owner: OwnerKey) => number | undefined;
}): Budgets {
  const windows = new Map<string, Window>();
  const ownLimits = new Map<OwnerKey, Limits>();
  let windowMs = deps.windowMs;

  const limitOf = (owner: OwnerKey, bucket: Bucket): number => {
    const own = ownLimits.get(owner)?.[bucket];
    if (own !== undefined) return own;
    if (owner.startsWith('anonymous:')) return LIMITS[bucket].anonymous;
    const ownerLimit = bucket === 'core' ? deps.coreLimitOf(owner) : undefined;
    return ownerLimit ?? deps.limits[bucket] ?? LIMITS[bucket].user;
  };
  const currentWindow = (owner: OwnerKey, bucket: Bucket): Window | undefined => {
    const window = windows.get(`${owner} ${bucket}`);
    return window && window.endsAtMs > deps.now() ? window : undefined;
  };
  const openWindow = (owner: OwnerKey, bucket: Bucket): Window => {
    const window = currentWindow(owner, bucket) ?? {
      endsAtMs: deps.now() + windowLengthMs(bucket, windowMs),
      used: 0,
    };
    windows.set(`${owner} ${bucket}`, window);
    return window;
  };

  return {
    view(owner, bucket) {
      const limit = limitOf(owner, bucket);
      const window = currentWindow(owner, bucket);
      const used = Math.min(window?.used ?? 0, limit);
      return { limit, used, remaining: limit - used, resetAtMs: window?.endsAtMs };
    },
    charge(owner, bucket) {
      const window = openWindow(owner, bucket);
      if (window.used >= limitOf(owner, bucket)) return false;
      window.used += 1;
      return true;
    },
    refund(owner, bucket) {
      const window = currentWindow(owner, bucket);
      if (!window) return;
      window.used -= 1;
      if (window.used <= 0) windows.delete(`${owner} ${bucket}`);
    },
    spend(owner, bucket, n) {
      const window = openWindow(owner, bucket);
      window.used = Math.min(window.used + n, limitOf(owner, bucket));
    },
    setLimits: (owner, limits) => void ownLimits.set(owner, { ...ownLimits.get(owner), ...limits }),
    setWindowMs: (ms) => {
      windowMs = ms;
    },
  };
}

/** The length of a bucket's window; `windowMs` is that of most. */
export function windowLengthMs(bucket: Bucket, windowMs: number): number {
  return windowMs / LIMITS[bucket].windowsPerHour;
}

/** GitHub's rate-limit headers. The reset is in whole seconds; without an open window it is one window from now. */
export function rateLimitHeaders(bucket: Bucket, figures: RateLimitFigures): { [name: string]: string } {
  return {
    'x-ratelimit-limit': String(figures.limit),
    'x-ratelimit-remaining': String(figures.remaining),
    'x-ratelimit-used': String(figures.used),
    'x-ratelimit-reset': String(figures.reset),
    'x-ratelimit-resource': bucket,
  };
}

export type RateLimitFigures = { limit: number; used: number; remaining: number; reset: number };

/** A budget as `/rate_limit` reports it. */
export function figuresOf(view: BudgetView, closedResetAtMs: number): RateLimitFigures {
  const reset = Math.ceil((view.resetAtMs ?? closedResetAtMs) / 1000);
  return { limit: view.limit, used: view.used, remaining: view.remaining, reset };
}
