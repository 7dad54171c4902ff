import type { Engine } from './engine.js';

/**
 * Whether the database has the pool's tables. Asks for one table by name: a list of all columns, as Kysely makes it,
 * fails on PostgreSQL while another replica drops one.
 */
export async function holdsPool({ dialect, rows }: Engine): Promise<boolean> {
  const [row] = await rows<{ tables: number }>(
    dialect === 'postgres'
      ? "select count(to_regclass('settings')) as tables"
      : "select count(*) as tables from sqlite_master where name = 'settings'",
  );
  return (row?.tables ?? 0) > 0;
}
