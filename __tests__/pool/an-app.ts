import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { type AuthenticateDeps, createAuthenticate } from '../../src/pool/auth/authenticate.js';
import { createFailureLimiter } from '../../src/pool/auth/failures.js';
import { PoolError } from '../../src/pool/faults/pool-error.js';
import type { GrantedLease, Leasing } from '../../src/pool/leasing/types.js';
import { createLogger } from '../../src/pool/log.js';
import { createApp } from '../../src/pool/server/app.js';
import type { AppDeps } from '../../src/pool/server/app-types.js';
import { createMetrics } from '../../src/pool/server/metrics.js';
import type { ApiKey } from '../../src/pool/store/records.js';
import { shareCompilers } from './share-compilers.js';

export const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
export const LEASE_KEY = `tpk_leasekey_${'l'.repeat(43)}`;
const ADMIN_KEY = `tpk_adminkey_${'a'.repeat(43)}`;
export const TOKEN = `gho_${'T'.repeat(36)}`;

export function aKey(overrides: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'leasekey',
    name: 'ci',
    prefix: 'tpk_leasekey',
    role: 'lease',
    labels: [],
    legacyLabel: '',
    quotaPerHour: null,
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: NOW_MS,
    createdAtMs: NOW_MS,
    ...overrides,
  };
}

export function aLease(overrides: Partial<GrantedLease> = {}): GrantedLease {
  return {
    leaseId: 'lease-1',
    token: TOKEN,
    tokenId: 7,
    kind: 'oauth',
    ownerId: 'user:1',
    ownerRef: 'owner-1',
    expiresAtMs: null,
    leaseExpiresAtMs: NOW_MS + 3_600_000,
    bucket: 'core',
    limit: 5000,
    remaining: 4000,
    resetAtMs: null,
    ...overrides,
  };
}

const notUsed = (): never => {
  throw new PoolError('not_found', 'there is no such lease of yours');
};

/** Leasing that grants one lease; tests of the HTTP API replace single functions. */
export function aLeasing(overrides: Partial<Leasing> = {}): Leasing {
  return {
    lease: async () => ({ granted: [aLease()] }),
    report: async (_principal, leaseId) => ({ lease_id: leaseId, state: 'settled', requests_spent: 12 }),
    renew: async (_principal, leaseId) => ({
      decision: 'keep',
      leaseId,
      leaseExpiresAtMs: NOW_MS + 3_600_000,
    }),
    explain: async () => notUsed(),
    expire: async () => 0,
    ...overrides,
  };
}

/** Only the parts that routes use when nothing is stored. */
function anEmptyStore(): AppDeps['store'] {
  const empty = {
    nowMs: async () => NOW_MS,
    ping: async () => undefined,
    stats: { buckets: async () => [], tokens: async () => ({ active: 0, total: 0 }), owners: async () => [] },
    tokens: { find: async () => undefined, list: async () => [], expiringBefore: async () => [] },
    owners: { list: async () => [] },
    budgets: {},
    leases: {},
  };
  return empty as unknown as AppDeps['store'];
}

export type TestApp = {
  app: FastifyInstance;
  /** Every log line so far. */
  log: string[];
  asLeaser: { authorization: string };
  asAdmin: { authorization: string };
};

export type TestAppOptions = Partial<Omit<AppDeps, 'config'>> & {
  config?: Partial<AppDeps['config']>;
  keys?: { [secret: string]: ApiKey };
  auth?: Partial<AuthenticateDeps>;
};

/** The real app over fakes of its deps, with a leasing key and an admin key. */
export function anApp(options: TestAppOptions = {}): TestApp {
  const log: string[] = [];
  const now = options.now ?? (() => NOW_MS);
  const keys = options.keys ?? {
    [LEASE_KEY]: aKey(),
    [ADMIN_KEY]: aKey({ id: 'adminkey', name: 'ops', role: 'admin' }),
  };
  const failures = createFailureLimiter(now);
  const authenticate = createAuthenticate({
    keys: { findBySecret: async (secret) => keys[secret], touch: async () => undefined },
    identifyByToken: async () => ({ refused: 'invalid', message: 'not here' }),
    failures,
    now,
    ...options.auth,
  });
  const app = createApp({
    leasing: aLeasing(),
    authenticate,
    failures,
    store: anEmptyStore(),
    checkTokens: async () => [],
    removeToken: async () => false,
    logger: createLogger({ level: 'info', destination: { write: (line) => void log.push(line) } }),
    now,
    metrics: createMetrics(new Registry()),
    ...options,
    config: { trustProxy: [], metricsToken: null, ...options.config },
  });
  shareCompilers(app);
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  return { app, log, asLeaser: bearer(LEASE_KEY), asAdmin: bearer(ADMIN_KEY) };
}

export const A_JOB = {
  repository: 'octo/repo',
  workflow: 'ci',
  job: 'test',
  run_id: '42',
  run_attempt: 1,
  event_name: 'push',
};
