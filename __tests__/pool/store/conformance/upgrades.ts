import { afterEach, expect, it } from '@jest/globals';
import { Migrator } from 'kysely';
import { databaseRefusal } from '../../../../src/pool/store/database-refusal.js';
import type { Engine } from '../../../../src/pool/store/engine.js';
import { migrationsFor } from '../../../../src/pool/store/migrations/migrate.js';
import { openEngine, openStore } from '../../../../src/pool/store/open-store.js';
import { sealedTokenContext } from '../../../../src/pool/store/seal-contexts.js';
import { createVault } from '../../../../src/pool/vault/vault.js';
import { aClaim, type Backend, claim, HOUR, MINUTE, report, TEST_KEY } from '../builders.js';

const LAST_WITH_DERIVED_COLUMNS = '0006-policy-events';
const vault = createVault([TEST_KEY]);

/** A database of the previous version with two open leases; the owner's window ends in half an hour. */
async function formerDatabase(engine: Engine, nowMs: number): Promise<void> {
  await engine.transaction(async ({ db, rows }) => {
    const provider = { getMigrations: async () => migrationsFor(engine.dialect) };
    const { error } = await new Migrator({ db, provider }).migrateTo(LAST_WITH_DERIVED_COLUMNS);
    if (error) throw error;
    const insert = (table: string, row: { [column: string]: unknown }) => {
      const columns = Object.keys(row);
      const places = columns.map((_, index) => `$${index + 1}`);
      const sql = `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`;
      return rows(sql, Object.values(row));
    };
    await insert('owners', { ...OWNER, created_at_ms: nowMs });
    await insert('tokens', { ...TOKEN, created_at_ms: nowMs });
    await insert('budgets', { ...BUDGET, seen_at_ms: nowMs, reset_at_ms: nowMs + 30 * MINUTE });
    for (const id of ['a', 'b']) {
      const times = { granted_at_ms: nowMs, expected_end_ms: nowMs + HOUR, ends_at_ms: nowMs + HOUR };
      await insert('leases', { ...LEASE, ...times, id: `lease-${id}` });
    }
  });
}

const OWNER = {
  ...{
    id: 'user:1',
    ref: 'ref-1',
    kind: 'user',
    account_id: 1,
    login: 'ada',
    api_url: 'https://api.github.com',
  },
  ...{ paused: 0, status: 'active', cooldown_until_ms: 0, probe_due_ms: 0 },
};
const TOKEN = {
  ...{ owner_id: 'user:1', kind: 'oauth', label: '', scopes: '[]', can_write: 0, legacy_format: 1 },
  ...{
    fingerprint: 'f',
    origin: 'test',
    usage_count: 7,
    suspicions: 0,
    suspected_at_ms: 1,
    next_probe_at_ms: 1,
  },
  // Paused because of a single report, as in that version.
  status: 'suspect',
  sealed: vault.seal(
    `gho_${'1'.repeat(36)}`,
    sealedTokenContext({ ownerId: 'user:1', kind: 'oauth', label: '' }),
  ),
};
const BUDGET = {
  ...{ owner_id: 'user:1', bucket: 'core', limit_: 5000, remaining: 4000, probed_remaining: 4000 },
  ...{
    lend_limit: 4000,
    lend_remaining: 3000,
    promised: 900,
    promised_variance: 0,
    open_leases: 2,
    usable: 0,
  },
  ...{ token_until_ms: 0, legacy_until_ms: 0, opened_at_ms: 0, wake_at_ms: 0, slot: 0, static_score: 0 },
  ...{ version: 3, room_step: 1 },
};
const LEASE = {
  ...{ owner_id: 'user:1', token_id: 1, bucket: 'core', principal_id: 'key_1', principal_name: 'ci' },
  ...{
    repository: 'octo/repo',
    workflow: 'ci',
    job: 'build',
    run_id: '1',
    run_attempt: 1,
    event_name: 'push',
  },
  ...{ label: '', counted: 1, need: 450, deviation: 0, state: 'open', lowered: 0, explanation: '[]' },
};

/** Databases of the previous version, upgraded in place. */
export function upgradeRules(backend: Backend): void {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('keep what was observed and granted, and go on leasing and settling', async () => {
    const url = await backend.newUrl();
    const nowMs = Date.now();
    const former = openEngine({ url, nowMs: () => nowMs });
    await formerDatabase(former, nowMs);
    await former.close();
    const store = await openStore({ url, vault, nowMs: () => nowMs });
    closing.push(() => store.close());
    const budget = { remaining: 4000, lendRemaining: 3000, promised: 900, openLeases: 2 };
    expect(await store.budgets.find('user:1', 'core')).toMatchObject(budget);
    expect((await store.tokens.ofOwner('user:1'))[0]).toMatchObject({ status: 'active', usageCount: 2 });
    expect(await claim(store, aClaim())).toMatchObject([{ token: `gho_${'1'.repeat(36)}`, remaining: 2100 }]);
    const seen = [{ bucket: 'core', limit: 5000, remaining: 3990, resetAtMs: nowMs + 30 * MINUTE }];
    const settled = await report(store, 'lease-a', { seen, outcome: 'ok', release: true });
    expect(settled).toMatchObject({ state: 'settled', requestsSpent: 10 });
  });

  it('are upgraded once, by replicas that start together', async () => {
    const url = await backend.newUrl();
    const former = openEngine({ url });
    await formerDatabase(former, Date.now());
    await former.close();
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url, vault })));
    closing.push(...stores.map((store) => () => store.close()));
    const granted = await Promise.all(stores.map((store) => claim(store, aClaim())));
    expect(granted.flat()).toHaveLength(3);
  });

  it('are left alone by a version that does not know their newest migration, which says so', async () => {
    const url = await backend.newUrl();
    await (await openStore({ url, vault })).close();
    const newer = openEngine({ url });
    await newer.rows("insert into kysely_migration (name, timestamp) values ('9999-to-come', '2100')");
    await newer.close();
    const fault = await openStore({ url, vault }).catch((error: unknown) => error);
    const { message } = databaseRefusal({ kind: 'sqlite', path: 'pool.sqlite' }, fault);
    expect(message).toMatch(/a newer version of the pool has changed its tables; start that version/);
  });
}
