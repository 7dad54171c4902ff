import { afterEach } from '@jest/globals';
import pg from 'pg';
import { newDatabase } from '../../run/databases.js';

/**
 * Databases for a suite whose tests each want an empty pool. What a test has used is emptied for the next, in a
 * fraction of the time that a new database and its migrations take.
 */
export function emptyDatabases(): () => Promise<string> {
  const free: string[] = [];
  const used: string[] = [];
  afterEach(() => {
    free.push(...used.splice(0));
  });
  return async () => {
    const again = free.pop();
    if (again !== undefined) await emptyTables(again);
    const url = again ?? (await newDatabase());
    used.push(url);
    return url;
  };
}

async function emptyTables(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'",
  );
  await client.query(`truncate ${rows.map(({ name }) => name).join(', ')} restart identity`);
  await client.end();
}
