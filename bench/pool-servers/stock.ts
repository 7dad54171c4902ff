import { DatabaseSync } from 'node:sqlite';
import type { Transaction } from '../../src/pool/store/engine.js';
import { insertLeases } from '../../src/pool/store/leases.js';
import { openStore } from '../../src/pool/store/open-store.js';
import { insertRows } from '../../src/pool/store/bulk-writes.js';
import { sealedTokenContext } from '../../src/pool/store/seal-contexts.js';
import type { Vault } from '../../src/pool/vault/types.js';
import { createVault } from '../../src/pool/vault/vault.js';

/** More than GitHub's limits, so that budgets outlast the bench. */
export const LIMIT = 100_000;
const HOUR_MS = 3_600_000;
const ROWS_AT_ONCE = 1000;

/** The number of owners and of open leases. */
export type PoolSize = { owners: number; openLeases: number };

/** Writes a pool directly into the tables, and returns the secret of a lease key. */
export async function fillPool(
  url: string,
  key: string,
  { owners, openLeases }: PoolSize,
): Promise<{ secret: string }> {
  const vault = createVault([key]);
  const store = await openStore({ url, vault });
  try {
    for (let first = 1; first <= owners; first += ROWS_AT_ONCE) {
      const ids = range(first, Math.min(owners, first + ROWS_AT_ONCE - 1));
      await store.transaction((tx) => addOwners(tx, vault, ids));
    }
    for (let first = 1; first <= openLeases; first += ROWS_AT_ONCE) {
      const ids = range(first, Math.min(openLeases, first + ROWS_AT_ONCE - 1));
      await store.transaction((tx) => addLeases(tx, ids, owners));
    }
    // Autovacuum would have done this by now.
    if (store.dialect === 'postgres')
      await store.transaction(async ({ rows }) => void (await rows('analyze')));
    const { secret } = await store.keys.create({ name: 'bench', role: 'lease' });
    return { secret };
  } finally {
    await store.close();
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function addOwners(tx: Transaction, vault: Vault, ids: readonly number[]): Promise<void> {
  const { nowMs } = tx;
  const owners = ids.map((id) => ({
    ...{ id: `user:${id}`, ref: `ref${id}`, kind: 'user', account_id: id, login: `owner-${id}` },
    ...{ api_url: 'https://api.github.com', reserve: null, paused: 0, status: 'active' },
    ...{ cooldown_until_ms: 0, cooldown_reason: null, probe_due_ms: nowMs + HOUR_MS },
    ...{ probed_at_ms: nowMs, created_at_ms: nowMs },
  }));
  const tokens = ids.map((id) => ({
    ...{ id, owner_id: `user:${id}`, kind: 'oauth', label: '', scopes: '[]', can_write: 0 },
    sealed: vault.seal(
      `gho_${String(id).padStart(36, '0')}`,
      sealedTokenContext({ ownerId: `user:${id}`, kind: 'oauth', label: '' }),
    ),
    ...{ fingerprint: `f${id}`, legacy_format: 1, expires_at_ms: null, sealed_refresh: null },
    ...{ refresh_expires_at_ms: null, status: 'active', suspicions: 0, suspected_at_ms: null },
    ...{ next_probe_at_ms: null, origin: 'bench', created_at_ms: nowMs },
  }));
  const budgets = ids.map((id) => ({
    ...{ owner_id: `user:${id}`, bucket: 'core', limit_: LIMIT, remaining: LIMIT - 1 },
    reset_at_ms: Math.round(nowMs + (0.2 + (0.8 * (id % 997)) / 997) * HOUR_MS),
    ...{ seen_at_ms: nowMs, probed_remaining: LIMIT - 1, closed_since_ms: null },
  }));
  await insertRows(tx, 'owners', owners);
  await insertRows(tx, 'tokens', tokens);
  await insertRows(tx, 'budgets', budgets);
}

function addLeases(tx: Transaction, ids: readonly number[], owners: number): Promise<void> {
  const leases = ids.map((id) => ({
    id: `open-${String(id).padStart(8, '0')}`,
    ownerId: `user:${1 + (id % owners)}`,
    tokenId: 1 + (id % owners),
    bucket: 'core',
    principal: { id: 'others', name: 'others' },
    job: {
      repository: 'octo/others',
      workflow: 'ci',
      job: 'test',
      run_id: `open-${Math.floor(id / 16)}`,
      run_attempt: 1,
      event_name: 'push',
    },
    label: '',
    need: 20,
    deviation: 5,
    expectedEndMs: tx.nowMs + HOUR_MS / 2,
    endsAtMs: tx.nowMs + HOUR_MS,
    explanation: [],
  }));
  return insertLeases(tx, leases);
}

/** The table of prior pools, as far as their choice of token needs it. */
export function fillPrior(path: string, tokens: readonly string[]): void {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
CREATE TABLE tokens (id INTEGER PRIMARY KEY, token TEXT, is_active INTEGER DEFAULT 1, last_used TEXT, usage_count INTEGER DEFAULT 0);`);
  const insert = database.prepare('INSERT INTO tokens (token) VALUES (?)');
  for (const token of tokens) insert.run(token);
  database.close();
}
