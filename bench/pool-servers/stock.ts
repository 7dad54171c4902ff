import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/pool/store/open-store.js';
import type { Store } from '../../src/pool/store/types.js';
import { createVault } from '../../src/pool/vault/vault.js';

/** More than GitHub gives: ten owners must outlast some 15,000 leases a second. */
export const LIMIT = 100_000;
const HOUR_MS = 3_600_000;

/** Owners made side by side, so that they share commits. */
const TOGETHER = 200;

/** Who are in the pool: untouched budgets have no window open, others have one that ends within the hour. */
export type Stock = { owners: number; windows: 'closed' | 'open' };

async function addOwner(store: Store, accountId: number, windows: Stock['windows']): Promise<void> {
  const login = `owner-${accountId}`;
  const owner = await store.owners.upsert({
    kind: 'user',
    accountId,
    login,
    apiUrl: 'https://api.github.com',
  });
  const token = `gho_${String(accountId).padStart(36, '0')}`;
  await store.tokens.put({ ownerId: owner.id, token, kind: 'oauth', origin: 'import' });
  await store.budgets.observe(owner.id, 'core', {
    limit: LIMIT,
    // A single call opens a window.
    remaining: windows === 'open' ? LIMIT - 1 : LIMIT,
    resetAtMs: Date.now() + (0.2 + (0.8 * (accountId % 997)) / 997) * HOUR_MS,
    by: 'probe',
  });
  await store.owners.probed(owner.id, Date.now() + HOUR_MS);
}

/** Makes a pool's database with as many owners as told, one token each, and a leasing key. */
export async function stockPool(
  path: string,
  key: string,
  { owners, windows }: Stock,
): Promise<{ secret: string }> {
  const store = await openStore({ url: path, vault: createVault([key]) });
  try {
    for (let first = 1; first <= owners; first += TOGETHER) {
      const accounts = Array.from(
        { length: Math.min(TOGETHER, owners - first + 1) },
        (_, index) => first + index,
      );
      await Promise.all(accounts.map((accountId) => addOwner(store, accountId, windows)));
    }
    const { secret } = await store.keys.create({ name: 'bench', role: 'lease' });
    return { secret };
  } finally {
    await store.close();
  }
}

/** The table that prior pools keep, as far as their way of choosing needs it. */
export function stockPrior(path: string, tokens: readonly string[]): void {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
CREATE TABLE tokens (id INTEGER PRIMARY KEY, token TEXT, is_active INTEGER DEFAULT 1, last_used TEXT, usage_count INTEGER DEFAULT 0);`);
  const insert = database.prepare('INSERT INTO tokens (token) VALUES (?)');
  for (const token of tokens) insert.run(token);
  database.close();
}
