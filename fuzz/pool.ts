import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { createAuthenticate } from '../src/pool/auth/authenticate.js';
import { createFailureLimiter } from '../src/pool/auth/failures.js';
import { createOidc } from '../src/pool/auth/oidc.js';
import { createLeasing } from '../src/pool/leasing/leasing.js';
import { createLogger } from '../src/pool/log.js';
import { createOwnerControls } from '../src/pool/owners/owner-controls.js';
import { createApp } from '../src/pool/server/app.js';
import { createMetrics } from '../src/pool/server/metrics.js';
import { openStore } from '../src/pool/store/open-store.js';
import type { Store } from '../src/pool/store/types.js';
import type { Vault } from '../src/pool/vault/types.js';
import { createVault } from '../src/pool/vault/vault.js';
import { createFaultPage } from '../src/pool/web/fault-page.js';
import { webPages } from '../src/pool/web/routes.js';
import type { WebDeps } from '../src/pool/web/deps.js';

const OWNERS = 30;
const API_URL = 'https://api.github.test';
export const SERVER_URL = 'https://github.test';
const METRICS_TOKEN = 'the-metrics-token-of-fuzzing';

export type FuzzedPool = {
  app: FastifyInstance;
  store: Store;
  /** Bearer tokens by role. */
  credentials: { lease: string; admin: string; metrics: string };
  /** Advances the clock, expires leases and prunes old rows. */
  advance(ms: number): Promise<void>;
  /** Adds removed owners and tokens again, so that there is always something to lend. */
  refill(): Promise<void>;
  /** Everything logged since the last call. */
  takeLog(): string;
};

/** The real app with its pages, on a real database, with a clock of its own. */
export async function newPool(url = ':memory:'): Promise<FuzzedPool> {
  const clock = { nowMs: Date.parse('2026-11-20T12:00:00Z') };
  const now = () => clock.nowMs;
  const vault = createVault(['ab'.repeat(32)]);
  const store = await openStore({ url, vault, nowMs: now });
  const labels = ['push'];
  const lease = await store.keys.create({ name: 'ci', role: 'lease', labels });
  const admin = await store.keys.create({ name: 'ops', role: 'admin' });
  const log: string[] = [];
  const leasing = createLeasing({ store, vault });
  // Most cases fail on purpose, so the limit on failures is off.
  const failures = { ...createFailureLimiter(now), failed: () => 0 };
  const fetch = async () => new Response('{"keys":[]}');
  const oidc = { issuers: ['https://issuer.test'], audience: 'fetch-token' };
  const identifyByToken = createOidc({ policies: store.policies, config: oidc, fetch, now });
  const people = webDepsOf(store, { vault, now });
  const app = createApp({
    plugins: [webPages(people)],
    faultPage: createFaultPage(people),
    leasing,
    store,
    authenticate: createAuthenticate({ keys: store.keys, identifyByToken, failures, now }),
    failures,
    checkTokens: async () => [],
    removeToken: async (id) => {
      await store.tokens.remove(id);
      return true;
    },
    config: { trustProxy: [], metricsToken: METRICS_TOKEN },
    logger: createLogger({ level: 'info', destination: { write: (line) => void log.push(line) } }),
    now,
    metrics: createMetrics(new Registry()),
  });
  const pool: FuzzedPool = {
    app,
    store,
    credentials: { lease: lease.secret, admin: admin.secret, metrics: METRICS_TOKEN },
    async advance(ms) {
      clock.nowMs += ms;
      await leasing.expire();
      await store.prune({ leasesMs: 3_600_000, historyMs: 3_600_000, auditMs: 3_600_000 });
    },
    refill: () => addOwners(store, clock),
    takeLog: () => log.splice(0).join(''),
  };
  await pool.refill();
  return pool;
}

const NO_GITHUB = { unreachable: 'fuzzing has no GitHub' };

function webDepsOf(store: Store, { vault, now }: { vault: Vault; now: () => number }): WebDeps {
  const client = { clientId: 'Iv1.fuzz', clientSecret: 'the-client-secret-of-fuzzing' };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const upstream = () => {
    throw new Error('no token here was issued by the pool');
  };
  const owners = { store, upstream, apiUrl: API_URL, oauth: client, log };
  return {
    contributors: {
      store,
      addToken: async () => ({ outcome: 'refused', reason: 'unreachable', message: 'no GitHub' }),
    },
    controls: createOwnerControls(owners, 'contributor'),
    views: {
      store,
      reservePercent: 20,
      canJoin: true,
      operator: { name: 'Ada', contact: 'ada@fuzz.test' },
      mintProblems: async () => new Map(),
      githubServerUrl: SERVER_URL,
    },
    signIn: {
      client,
      githubServerUrl: SERVER_URL,
      publicUrl: () => 'https://pool.test',
      sealer: vault,
      nowMs: now,
      randomBytes,
      exchangeOAuthCode: async () => NO_GITHUB,
    },
    secureCookies: true,
    nowMs: now,
  };
}

async function addOwners(store: Store, clock: { nowMs: number }): Promise<void> {
  for (let id = 1; id <= OWNERS; id += 1) {
    const owner = await store.owners.upsert({
      kind: 'user',
      accountId: id,
      login: `owner-${id}`,
      apiUrl: API_URL,
    });
    const token = `gho_${String(id).padStart(36, 'p')}`;
    const label = id % 10 === 0 ? 'push' : '';
    await store.tokens.put({ ownerId: owner.id, token, kind: 'oauth', origin: 'cli', label });
    for (const bucket of ['core', 'search', 'graphql']) {
      const seen = { limit: 5000, remaining: 5000, resetAtMs: clock.nowMs + 3_600_000 };
      await store.budgets.observe(owner.id, bucket, seen);
    }
  }
}
