import { sql } from 'kysely';
import { UsageError } from '../faults/usage-error.js';
import type { Engine } from './engine.js';
import { migrate } from './migrations/migrate.js';
import { openEngine } from './open-store.js';
import type { Database } from './schema.js';

/** How each table is copied: by its own key, by an id that the database counts up, or not. */
const TABLES: { readonly [table in keyof Database]: 'keyed' | 'serial' | 'not copied' } = {
  owners: 'keyed',
  budgets: 'keyed',
  leases: 'keyed',
  demand: 'keyed',
  api_keys: 'keyed',
  policies: 'keyed',
  oidc_replays: 'keyed',
  sessions: 'keyed',
  apps: 'keyed',
  budget_history: 'keyed',
  settings: 'keyed',
  locks: 'keyed',
  tokens: 'serial',
  audit: 'serial',
  revocations: 'serial',
  // Triggers write it while the others are copied.
  owner_changes: 'not copied',
};
const COPIED = (Object.keys(TABLES) as (keyof Database)[]).filter((table) => TABLES[table] !== 'not copied');
const WITH_SERIAL = COPIED.filter((table) => TABLES[table] === 'serial');

const ROWS_AT_ONCE = 200;

/**
 * Copies a pool, open leases included, into an empty database and returns the number of rows by table. A SQLite source
 * is locked against writers meanwhile, so that no lease is granted that would be lost.
 */
export async function copyStore(fromUrl: string, toUrl: string): Promise<Record<string, number>> {
  const from = openEngine({ url: fromUrl });
  const to = openEngine({ url: toUrl });
  try {
    await migrate(from);
    await migrate(to);
    await refuseUnlessEmpty(to);
    if (from.dialect === 'sqlite') await sql`begin immediate`.execute(from.db);
    const copied: Record<string, number> = {};
    for (const table of COPIED) copied[table] = await copyTable(from, to, table);
    if (to.dialect === 'postgres') await continueSerials(to);
    return copied;
  } finally {
    if (from.dialect === 'sqlite') await sql`rollback`.execute(from.db).catch(() => undefined);
    await Promise.all([from.close(), to.close()]);
  }
}

async function refuseUnlessEmpty(to: Engine): Promise<void> {
  for (const table of COPIED) {
    if ((await to.db.selectFrom(table).selectAll().limit(1).execute()).length === 0) continue;
    throw new UsageError(
      `the database to move to already has ${table}; give an empty one, so that two pools are not mixed`,
      { code: 'conflict' },
    );
  }
}

async function copyTable(from: Engine, to: Engine, table: keyof Database): Promise<number> {
  for (let copied = 0; ; copied += ROWS_AT_ONCE) {
    const order = sql.raw(WITH_SERIAL.includes(table) ? 'id' : 'rowid');
    const page =
      from.dialect === 'sqlite'
        ? sql`select * from ${sql.table(table)} order by ${order} limit ${ROWS_AT_ONCE} offset ${copied}`
        : sql`select * from ${sql.table(table)} order by ctid limit ${ROWS_AT_ONCE} offset ${copied}`;
    const { rows } = await page.execute(from.db);
    // The rows are the same on both sides: one schema, made by the same migration.
    if (rows.length > 0)
      await to.db
        .insertInto(table)
        .values(rows as never)
        .execute();
    if (rows.length < ROWS_AT_ONCE) return copied + rows.length;
  }
}

/** New rows must get ids above the copied ones. */
async function continueSerials(to: Engine): Promise<void> {
  for (const table of WITH_SERIAL) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'),
      coalesce((select max(id) from ${sql.table(table)}), 0) + 1, false)`.execute(to.db);
  }
}
