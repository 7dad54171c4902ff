import type { StoreContext } from './context.js';
import { FORGOTTEN_AFTER_MS } from './demand.js';
import { ask } from './engine.js';
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
      const taken = await engine.atomically((nowMs) =>
        ask<{ name: string }>({
          sql: `insert into locks (name, holder, until_ms) values ($1, $2, $3)
            on conflict (name) do update set holder = $2, until_ms = $3
            where locks.holder = $2 or locks.until_ms <= $4 returning name`,
          parameters: [name, holder, nowMs + ttlMs, nowMs],
        }),
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
  return (retention) =>
    engine.atomically(function* (nowMs) {
      const { db } = engine;
      const deletions = [
        db
          .deleteFrom('leases')
          .where('state', '<>', 'open')
          .where('settled_at_ms', '<', nowMs - retention.leasesMs)
          .returning('id as row'),
        db
          .deleteFrom('budget_history')
          .where('at_ms', '<', nowMs - retention.historyMs)
          .returning('bucket as row'),
        db
          .deleteFrom('audit')
          .where('at_ms', '<', nowMs - retention.auditMs)
          .returning('action as row'),
        db
          .deleteFrom('demand')
          .where('updated_at_ms', '<', nowMs - FORGOTTEN_AFTER_MS)
          .returning('key as row'),
        db.deleteFrom('oidc_replays').where('expires_at_ms', '<', nowMs).returning('jti as row'),
        db.deleteFrom('sessions').where('expires_at_ms', '<', nowMs).returning('id as row'),
        db.deleteFrom('locks').where('until_ms', '<', nowMs).returning('name as row'),
      ];
      let deleted = 0;
      for (const deletion of deletions) deleted += (yield deletion.compile()).length;
      return deleted;
    });
}
