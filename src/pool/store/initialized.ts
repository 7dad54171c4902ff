import { existsSync, statSync } from 'node:fs';
import { holdsPool } from './holds-pool.js';
import { openEngine } from './open-store.js';

/** Whether the database holds a pool. Creates nothing: an absent SQLite file stays absent. */
export async function isInitialized(url: string): Promise<boolean> {
  if (url === ':memory:') return true;
  if (!/^postgres(ql)?:\/\//.test(url)) return existsSync(url) && statSync(url).size > 0;
  const engine = openEngine({ url });
  try {
    return await holdsPool(engine);
  } finally {
    await engine.close();
  }
}
