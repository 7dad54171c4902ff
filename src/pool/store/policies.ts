import { randomBytes } from 'node:crypto';
import type { StoreContext } from './context.js';
import type { PolicyRecord } from './records.js';
import type { PoliciesTable } from './schema.js';
import type { PolicyStore } from './types.js';

/** OIDC policies, and the ids of used OIDC tokens. */
export function createPolicyStore({ engine }: StoreContext): PolicyStore {
  const { db } = engine;
  return {
    async put(policy) {
      const values = {
        id: policy.id ?? `policy_${randomBytes(6).toString('hex')}`,
        name: policy.name,
        document: policy.document,
        created_at_ms: await engine.nowMs(),
      };
      const fresh = { name: policy.name, document: policy.document };
      const stored = db
        .insertInto('policies')
        .values(values)
        .onConflict((oc) => oc.column(policy.id === undefined ? 'name' : 'id').doUpdateSet(fresh));
      return policyFrom(await stored.returningAll().executeTakeFirstOrThrow());
    },
    async list() {
      return (await db.selectFrom('policies').selectAll().orderBy('name').execute()).map(policyFrom);
    },
    async remove(idOrName) {
      const removed = await db
        .deleteFrom('policies')
        .where((eb) => eb.or([eb('id', '=', idOrName), eb('name', '=', idOrName)]))
        .returning('id')
        .execute();
      return removed.length > 0;
    },
    async useOnce(jti, expiresAtMs) {
      const used = await engine.rows(
        'insert into oidc_replays (jti, expires_at_ms) values ($1, $2) on conflict do nothing returning jti',
        [jti, expiresAtMs],
      );
      return used.length > 0;
    },
  };
}

function policyFrom(row: PoliciesTable): PolicyRecord {
  return { id: row.id, name: row.name, document: row.document, createdAtMs: row.created_at_ms };
}
