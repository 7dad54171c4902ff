import type { FastifyInstance } from 'fastify';
import { createLeasing } from '../../src/pool/leasing/leasing.js';
import { openStore } from '../../src/pool/store/open-store.js';
import type { ApiKey } from '../../src/pool/store/records.js';
import type { Store } from '../../src/pool/store/types.js';
import { createVault } from '../../src/pool/vault/vault.js';
import { anApp, NOW_MS, type TestApp, type TestAppOptions } from './an-app.js';
import { migratedFile } from './store/migrated-file.js';

export type TestPool = Pick<TestApp, 'log' | 'asLeaser' | 'asAdmin'> & {
  app: FastifyInstance;
  store: Store;
  clock: { nowMs: number };
  leaseKey: ApiKey;
};

const API_URL = 'https://api.github.test';

/** The real app over a real store and the real rules of leasing, on a clock that tests move. */
export async function aPool(options: TestAppOptions = {}): Promise<TestPool> {
  const clock = { nowMs: NOW_MS };
  const now = () => clock.nowMs;
  const vault = createVault(['ab'.repeat(32)]);
  const store = await openStore({ url: await migratedFile(), vault, nowMs: now });
  const lease = await store.keys.create({ name: 'ci', role: 'lease' });
  const admin = await store.keys.create({ name: 'ops', role: 'admin' });
  const { app, log } = anApp({
    store,
    leasing: createLeasing({ store, vault }),
    now,
    removeToken: async (id) => {
      await store.tokens.remove(id);
      return true;
    },
    ...options,
    auth: { keys: store.keys, ...options.auth },
  });
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const asLeaser = bearer(lease.secret);
  return { app, log, store, clock, leaseKey: lease.key, asLeaser, asAdmin: bearer(admin.secret) };
}

/** Adds a person's token to the pool, with a fresh core budget. */
export async function giveToken(
  { store, clock }: Pick<TestPool, 'store' | 'clock'>,
  person: { id: number; token?: string; remaining?: number; label?: string },
): Promise<{ ownerId: string; tokenId: number; token: string }> {
  const owner = await store.owners.upsert({
    kind: 'user',
    accountId: person.id,
    login: `person-${person.id}`,
    apiUrl: API_URL,
  });
  const token = person.token ?? `gho_${String(person.id).padStart(36, 'p')}`;
  const kind = token.startsWith('github_pat_') ? 'pat' : token.startsWith('ghs_') ? 'installation' : 'oauth';
  const row = await store.tokens.put({
    ownerId: owner.id,
    token,
    kind,
    origin: 'cli',
    label: person.label ?? '',
  });
  await store.budgets.observe(owner.id, 'core', {
    limit: 5000,
    remaining: person.remaining ?? 5000,
    resetAtMs: clock.nowMs + 1_800_000,
  });
  return { ownerId: owner.id, tokenId: row.id, token };
}
