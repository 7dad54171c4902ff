import type { StoreContext } from './context.js';
import type { Transaction } from './engine.js';
import type { AuditStore } from './types.js';

/** The audit log: who changed what. */
export function createAuditStore({ engine }: StoreContext): AuditStore {
  return {
    async record({ actor, action, subject, detail = '' }) {
      const at_ms = await engine.nowMs();
      await engine.db.insertInto('audit').values({ at_ms, actor, action, subject, detail }).execute();
    },
    async list(limit) {
      const rows = await engine.db
        .selectFrom('audit')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ at_ms, ...event }) => ({ ...event, atMs: at_ms }));
    },
  };
}

/** Adds events to the audit log within a transaction. */
export async function recordEvents(
  { db, nowMs }: Transaction,
  events: readonly { actor: string; action: string; subject: string; detail: string }[],
): Promise<void> {
  if (events.length === 0) return;
  await db
    .insertInto('audit')
    .values(events.map((event) => ({ at_ms: nowMs, ...event })))
    .execute();
}
