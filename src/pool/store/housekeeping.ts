import type { StoreContext } from './context.js';
import { FORGOTTEN_AFTER_MS } from './demand.js';
import type { Transaction } from './engine.js';
import type { AuditStore, LockStore, SettingsStore, Store } from './types.js';

/** Small values that outlive a process. */
export function createSettingsStore({ engine }: Pick<StoreContext, 'engine'>): SettingsStore {
  const { db } = engine;
  return {
    async get(name) {
      return (await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst())
        ?.value;
    },
    async set(name, value) {
      await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((oc) => oc.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}

/** Locks with an end, for work that only one replica may do; a killed holder blocks nobody for long. */
export function createLockStore({ engine }: StoreContext): LockStore {
  return {
    async acquire(name, holder, ttlMs) {
      const nowMs = await engine.nowMs();
      const taken = await engine.rows(
        `insert into locks (name, holder, until_ms) values ($1, $2, $3)
          on conflict (name) do update set holder = $2, until_ms = $3
          where locks.holder = $2 or locks.until_ms <= $4 returning name`,
        [name, holder, nowMs + ttlMs, nowMs],
      );
      return taken.length > 0;
    },
    async release(name, holder) {
      await engine.db.deleteFrom('locks').where('name', '=', name).where('holder', '=', holder).execute();
    },
  };
}

/** Who changed what. */
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

/** Deletes what retention and time have passed over. */
export function pruning({ engine }: StoreContext): Store['prune'] {
  return async (retention) => {
    const nowMs = await engine.nowMs();
    const gone: [where: string, beforeMs: number][] = [
      ["leases where state <> 'open' and settled_at_ms < $1", nowMs - retention.leasesMs],
      ['budget_history where at_ms < $1', nowMs - retention.historyMs],
      ['audit where at_ms < $1', nowMs - retention.auditMs],
      ['demand where updated_at_ms < $1', nowMs - FORGOTTEN_AFTER_MS],
      ['oidc_replays where expires_at_ms < $1', nowMs],
      ['sessions where expires_at_ms < $1', nowMs],
      ['locks where until_ms < $1', nowMs],
    ];
    let deleted = 0;
    for (const [where, beforeMs] of gone) {
      deleted += (await engine.rows(`delete from ${where} returning 1 as one`, [beforeMs])).length;
    }
    return deleted;
  };
}

/** Records an event of administration within a transaction. */
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
