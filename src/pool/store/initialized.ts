import { existsSync, statSync } from 'node:fs';
import { openEngine } from './open-store.js';

/** Whether a pool was ever started on this database. Looks only: a SQLite file that is absent stays absent. */
export async function isInitialized(url: string): Promise<boolean> {
  if (url === ':memory:') return true;
  if (!/^postgres(ql)?:\/\//.test(url)) return existsSync(url) && statSync(url).size > 0;
  const engine = openEngine({ url });
  try {
    const tables = await engine.db.introspection.getTables();
    return tables.some(({ name }) => name === 'settings');
  } finally {
    await engine.close();
  }
}
