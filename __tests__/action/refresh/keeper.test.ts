import { expect, it } from '@jest/globals';
import { type KeeperDeps, type KeeperPlan, keep } from '../../../src/action/refresh/keeper.js';
import { lifeOf } from '../../../src/action/refresh/life.js';
import type { Cause } from '../../../src/action/refresh/renewal.js';
import type { Clock, Credentials } from '../../../src/action/refresh/types.js';
import type { BudgetReading } from '../../../src/action/sources/types.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

type World = {
  readonly deps: KeeperDeps;
  readonly clock: Clock & { advance: (ms: number) => void };
  /** When the keeper asked for a token, in ms since its start, and why. */
  readonly tries: { readonly atMs: number; readonly cause: Cause }[];
  readonly log: string[];
  cached: Credentials | null;
  sleeps: number;
  poolIsGone: boolean;
  reading: BudgetReading;
  endsAtMs: number;
  lifetimeMs: number | null;
};

const PLAN: KeeperPlan = {
  minRemaining: null,
  bucket: 'core',
  swappableSources: ['pool'],
  retriesFallback: false,
  tickMs: MINUTE,
};

function credentials(
  clock: Clock,
  fields: Partial<Credentials> & { lifetimeMs: number | null; number: number },
) {
  const { lifetimeMs, number, ...rest } = fields;
  const expiresAtMs = lifetimeMs === null ? null : clock.wallMs() + lifetimeMs;
  const life = lifeOf(clock, { expiresAtMs, issuerAheadMs: 0, refreshBeforeMs: 300 * SECOND });
  return {
    token: `ghs_${number}`,
    source: 'pool',
    lease: null,
    expires_at: null,
    life,
    ...rest,
  } as Credentials;
}

/** Dependencies whose clock advances only by sleeping. */
function aWorld(overrides: Partial<World> = {}): World {
  let nowMs = 5_000_000;
  const startMs = nowMs;
  let number = 0;
  const advance = (ms: number) => {
    nowMs += ms;
  };
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs, advance };
  const world: World = {
    clock,
    tries: [],
    log: [],
    cached: credentials(clock, {
      lifetimeMs: overrides.lifetimeMs === undefined ? 60 * MINUTE : overrides.lifetimeMs,
      number,
    }),
    sleeps: 0,
    poolIsGone: false,
    reading: { state: 'unlimited' },
    endsAtMs: 60 * MINUTE,
    lifetimeMs: 60 * MINUTE,
    ...overrides,
    deps: {
      clock,
      async sleep(ms) {
        world.sleeps += 1;
        clock.advance(ms);
      },
      log: (line) => world.log.push(line),
      endReason: () => (nowMs - startMs >= world.endsAtMs ? 'the job is over' : null),
      cached: () => world.cached,
      isErased: () => false,
      readBudget: async () => world.reading,
      async renew(cause) {
        world.tries.push({ atMs: nowMs - startMs, cause });
        if (world.poolIsGone) throw new Error('The pool does not answer.');
        number += 1;
        world.cached = credentials(clock, { lifetimeMs: world.lifetimeMs, number });
        return world.cached;
      },
    },
  };
  return world;
}

it('renews a token of an hour once in an hour, before any reader would', async () => {
  const world = aWorld();

  await expect(keep(world.deps, PLAN)).resolves.toBe('the job is over');

  expect(world.tries).toEqual([{ atMs: 50 * MINUTE, cause: 'due' }]);
});

it('tries at least three times before the token expires when the pool is gone', async () => {
  const world = aWorld({ poolIsGone: true });

  await keep(world.deps, PLAN);

  expect(world.tries.filter(({ atMs }) => atMs < 60 * MINUTE).length).toBeGreaterThanOrEqual(3);
  expect(world.cached?.token).toBe('ghs_0');
  expect(world.log[0]).toContain('The pool does not answer.');
});

it('tries a short-lived token three times as well, and renews it neither too rarely nor constantly', async () => {
  const failing = aWorld({ poolIsGone: true, lifetimeMs: 2 * SECOND, endsAtMs: 2 * SECOND });
  await keep(failing.deps, PLAN);
  const working = aWorld({ lifetimeMs: 2 * SECOND, endsAtMs: 20 * SECOND });
  await keep(working.deps, PLAN);

  expect(failing.tries.length).toBeGreaterThanOrEqual(3);
  expect(working.tries.length).toBeGreaterThanOrEqual(9);
  expect(working.tries.length).toBeLessThanOrEqual(25);
});

it('gets a token as soon as the pool is back after ten minutes', async () => {
  const world = aWorld({ poolIsGone: true, endsAtMs: 90 * MINUTE });
  const { endReason } = world.deps;
  const heals = {
    ...world.deps,
    endReason() {
      world.poolIsGone = world.clock.wallMs() < 5_000_000 + 65 * MINUTE;
      return endReason();
    },
  };

  await keep(heals, PLAN);

  expect(world.cached?.token).not.toBe('ghs_0');
});

it.each([
  [
    'spent',
    {
      state: 'known',
      buckets: new Map([
        ['core', { bucket: 'core', limit: 5_000, remaining: 49, used: 4_951, resetAtMs: 0 }],
      ]),
    },
  ],
  ['rejected', { state: 'unauthorized' }],
] as [Cause, BudgetReading][])(
  'swaps a token that GitHub shows to be %s within a minute',
  async (cause, reading) => {
    const world = aWorld({ reading, endsAtMs: MINUTE + 1 });

    await keep(world.deps, PLAN);

    expect(world.tries).toEqual([{ atMs: MINUTE, cause }]);
  },
);

it('switches from one of several Apps to another, if there is one', async () => {
  const reading: BudgetReading = {
    state: 'known',
    buckets: new Map([['core', { bucket: 'core', limit: 5_000, remaining: 49, used: 4_951, resetAtMs: 0 }]]),
  };
  const worldOf = () => {
    const world = aWorld({ reading, endsAtMs: MINUTE + 1 });
    world.cached = { ...(world.cached as Credentials), source: 'apps' };
    return world;
  };
  const [several, one] = [worldOf(), worldOf()];

  await keep(several.deps, { ...PLAN, swappableSources: ['pool', 'apps'] });
  await keep(one.deps, PLAN);

  expect([several.tries, one.tries]).toEqual([[{ atMs: MINUTE, cause: 'spent' }], []]);
});

it('checks other Apps ever more rarely while all budgets are low', async () => {
  const reading: BudgetReading = {
    state: 'known',
    buckets: new Map([['core', { bucket: 'core', limit: 5_000, remaining: 0, used: 5_000, resetAtMs: 0 }]]),
  };
  const world = aWorld({ reading, endsAtMs: 31 * MINUTE, poolIsGone: true });
  world.cached = { ...(world.cached as Credentials), source: 'apps' };

  await keep(world.deps, { ...PLAN, swappableSources: ['apps'] });

  expect(world.tries.map(({ atMs }) => Math.round(atMs / MINUTE))).toEqual([1, 2, 4, 8, 16]);
});

it('keeps a token with enough budget, and one that no other source could improve on', async () => {
  const reading = (remaining: number): BudgetReading => ({
    state: 'known',
    buckets: new Map([['core', { bucket: 'core', limit: 5_000, remaining, used: 0, resetAtMs: 0 }]]),
  });
  const rich = aWorld({ reading: reading(51), endsAtMs: 10 * MINUTE });
  await keep(rich.deps, PLAN);
  expect(rich.tries).toEqual([]);
  for (const source of ['app', 'given'] as const) {
    const alone = aWorld({ reading: reading(0), endsAtMs: 10 * MINUTE });
    alone.cached = { ...(alone.cached as Credentials), source };
    await keep(alone.deps, PLAN);
    expect(alone.tries).toEqual([]);
  }
});

it.each([
  ['once a minute', 60 * MINUTE, 10],
  ['once a minute, and of one without expiry', null, 10],
  ['more often when it is short-lived', 10 * MINUTE, 50],
])('looks at the budget of a token %s', async (_, lifetimeMs, looks) => {
  const world = aWorld({ lifetimeMs, endsAtMs: 10 * MINUTE + SECOND });
  let looked = 0;
  const readBudget = async () => {
    looked += 1;
    return world.reading;
  };

  await keep({ ...world.deps, readBudget }, PLAN);

  expect(looked).toBeGreaterThanOrEqual(looks);
  expect(looked).toBeLessThanOrEqual(looks * 1.3);
});

it('renews the lease halfway to its end, long before the token needs it', async () => {
  const world = aWorld({ endsAtMs: 20 * MINUTE });
  const leaseExpiresAtMs = world.clock.wallMs() + 30 * MINUTE;
  world.cached = {
    ...(world.cached as Credentials),
    lease: { leaseId: 'l', poolUrl: '', leaseExpiresAtMs, auth: { kind: 'key', secret: '' } },
  };

  await keep(world.deps, PLAN);

  expect(world.tries).toEqual([{ atMs: 15 * MINUTE, cause: 'due' }]);
});

it('retries the pool now and then while GITHUB_TOKEN is used instead', async () => {
  const world = aWorld({ lifetimeMs: null, endsAtMs: 11 * MINUTE, poolIsGone: true });
  world.cached = { ...(world.cached as Credentials), source: 'fallback' };

  await keep(world.deps, { ...PLAN, retriesFallback: true });

  expect(world.tries.map(({ cause }) => cause)).toEqual(['fallback', 'fallback']);
});

it('wakes only on its ticks while nothing is due', async () => {
  const world = aWorld({ endsAtMs: 40 * MINUTE });

  await keep(world.deps, PLAN);

  expect(world.sleeps).toBeLessThanOrEqual(41);
});
