import type { StoreContext } from './context.js';
import type { LockStore } from './types.js';

/** Locks that expire, for work that only one replica may do: a killed holder does not block others for long. */
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
