import type { StoreContext } from './context.js';
import type { PendingRevocation } from './records.js';
import type { Database } from './schema.js';
import { sealedRevocationContext } from './seal-contexts.js';
import type { RevocationStore } from './types.js';

/** Tokens that were removed here and are still to be revoked at GitHub. */
export function createRevocationStore({ engine, vault }: StoreContext): RevocationStore {
  const { db } = engine;
  const select = () => db.selectFrom('revocations').selectAll();
  const pendingFrom = (row: RevocationRow): PendingRevocation => ({
    id: row.id,
    ownerId: row.owner_id,
    ownerRef: row.owner_ref,
    apiUrl: row.api_url,
    extent: row.extent === 'grant' ? 'grant' : 'token',
    token: opened(() => vault.open(row.sealed, sealedRevocationContext(row))),
    tries: row.tries,
    createdAtMs: row.created_at_ms,
  });
  return {
    async add({ ownerId, ownerRef, apiUrl, extent, token }, nextTryAtMs) {
      const sealedFor = { owner_id: ownerId, api_url: apiUrl };
      await db
        .insertInto('revocations')
        .values({
          ...sealedFor,
          owner_ref: ownerRef,
          extent,
          sealed: vault.seal(token, sealedRevocationContext(sealedFor)),
          tries: 0,
          next_try_ms: nextTryAtMs,
          created_at_ms: await engine.nowMs(),
        })
        .execute();
    },
    async due(limit) {
      const nowMs = await engine.nowMs();
      const rows = select().where('next_try_ms', '<=', nowMs).orderBy('next_try_ms').limit(limit);
      return (await rows.execute()).map(pendingFrom);
    },
    async list() {
      return (await select().orderBy('id').execute()).map(pendingFrom);
    },
    async tried(id, nextTryAtMs) {
      await db
        .updateTable('revocations')
        .set((eb) => ({ tries: eb('tries', '+', 1), next_try_ms: nextTryAtMs }))
        .where('id', '=', id)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('revocations').where('id', '=', id).execute();
    },
  };
}

type RevocationRow = Omit<Database['revocations'], 'id'> & { id: number };

function opened(open: () => string): string | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
