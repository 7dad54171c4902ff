import type { HomeView } from '../../../src/pool/web/page/home.js';
import type { JoiningView } from '../../../src/pool/web/page/joining.js';
import type { BucketView, LiveView } from '../../../src/pool/web/page/live.js';
import type { MeView } from '../../../src/pool/web/page/me.js';

export const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

export function aLive(overrides: Partial<LiveView> = {}): LiveView {
  return {
    nowMs: NOW_MS,
    tokens: { active: 3, total: 4 },
    leasesLastHour: 1234,
    limitedShare: 0.005,
    buckets: [aBucket()],
    plotted: null,
    owners: [],
    ownersTotal: 0,
    ...overrides,
  };
}

export function aBucket(overrides: Partial<BucketView> = {}): BucketView {
  return {
    bucket: 'core',
    owners: 3,
    limit: 15_000,
    remaining: 9000,
    promised: 1000,
    free: 5000,
    openLeases: 4,
    limitedShare: 0.025,
    ...overrides,
  };
}

export function aJoining(overrides: Partial<JoiningView> = {}): JoiningView {
  return { operator: { name: 'Acme', contact: null }, reservePercent: 20, canJoin: true, ...overrides };
}

export function aHome(overrides: Partial<HomeView> = {}): HomeView {
  return { live: aLive(), joining: aJoining(), ownLending: null, isSignedOut: false, ...overrides };
}

export function aMe(overrides: Partial<MeView> = {}): MeView {
  return {
    nowMs: NOW_MS,
    login: 'ada',
    ref: 'o-1',
    state: 'lending',
    reservePercent: 20,
    budgets: [],
    tokens: [],
    uses: [],
    hasMoreUses: false,
    csrf: 'proof',
    notice: null,
    ...overrides,
  };
}
