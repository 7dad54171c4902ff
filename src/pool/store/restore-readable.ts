import type { StoreContext } from './context.js';
import { createSealing } from './sealing.js';

/**
 * Lends unreadable tokens again that open now: during a key rotation, a replica may meet tokens that another one sealed
 * with a key it does not have yet.
 */
export async function restoreReadable(context: StoreContext): Promise<void> {
  const { db } = context.engine;
  const sealing = createSealing(context);
  const rows = await db.selectFrom('tokens').selectAll().where('status', '=', 'unreadable').execute();
  for (const row of rows) {
    try {
      sealing.open(row);
    } catch {
      continue;
    }
    const restored = db.updateTable('tokens').set({ status: 'active' }).where('id', '=', row.id);
    await restored.where('status', '=', 'unreadable').execute();
  }
}
