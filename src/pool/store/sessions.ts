import type { StoreContext } from './context.js';
import { hashSecret, newSecret } from './keys.js';
import type { Session } from './records.js';
import type { SessionsTable } from './schema.js';
import type { SessionStore } from './types.js';

/** Contributors' sessions: the cookie holds a secret, the database its hash. */
export function createSessionStore({ engine }: StoreContext): SessionStore {
  const { db } = engine;
  return {
    async create(ownerId, ttlMs) {
      const secret = newSecret('');
      const nowMs = await engine.nowMs();
      const row = {
        id: hashSecret(secret),
        owner_id: ownerId,
        created_at_ms: nowMs,
        expires_at_ms: nowMs + ttlMs,
      };
      await db.insertInto('sessions').values(row).execute();
      return { session: sessionFrom(row), secret };
    },
    async find(secret) {
      const row = await db
        .selectFrom('sessions')
        .selectAll()
        .where('id', '=', hashSecret(secret))
        .where('expires_at_ms', '>', await engine.nowMs())
        .executeTakeFirst();
      return row && sessionFrom(row);
    },
    async remove(secret) {
      await db.deleteFrom('sessions').where('id', '=', hashSecret(secret)).execute();
    },
    async removeOfOwner(ownerId) {
      await db.deleteFrom('sessions').where('owner_id', '=', ownerId).execute();
    },
  };
}

function sessionFrom(row: SessionsTable): Session {
  return {
    id: row.id,
    ownerId: row.owner_id,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
}
