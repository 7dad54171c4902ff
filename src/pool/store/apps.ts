import type { StoreContext } from './context.js';
import { isAddressOf } from './owner-ids.js';
import type { AppRecord } from './records.js';
import type { AppsTable } from './schema.js';
import { sealedAppContext } from './seal-contexts.js';
import type { AppStore } from './types.js';

/** GitHub Apps whose installations lend. */
export function createAppStore({ engine, vault }: StoreContext): AppStore {
  const { db } = engine;
  return {
    async put(app) {
      const host = new URL(app.apiUrl).host;
      const id = `${app.appId}${host === 'api.github.com' ? '' : `@${host}`}`;
      const row: AppsTable = {
        id,
        app_id: app.appId,
        client_id: app.clientId ?? null,
        name: app.name,
        api_url: app.apiUrl,
        sealed_key: vault.seal(app.privateKey, sealedAppContext(id)),
        created_at_ms: await engine.nowMs(),
      };
      const { created_at_ms: _, ...fresh } = row;
      const stored = db
        .insertInto('apps')
        .values(row)
        .onConflict((oc) => oc.column('id').doUpdateSet(fresh));
      return appFrom(await stored.returningAll().executeTakeFirstOrThrow());
    },
    async list() {
      return (await db.selectFrom('apps').selectAll().orderBy('created_at_ms').orderBy('id').execute()).map(
        appFrom,
      );
    },
    async openKey(id) {
      const row = await db.selectFrom('apps').selectAll().where('id', '=', id).executeTakeFirst();
      // The key is sealed for the id, and the id names the only host that the key may be used at.
      return row && isAddressOf(id, row.api_url)
        ? vault.open(row.sealed_key, sealedAppContext(id))
        : undefined;
    },
    async remove(id) {
      return (await db.deleteFrom('apps').where('id', '=', id).returning('id').execute()).length > 0;
    },
  };
}

function appFrom(row: AppsTable): AppRecord {
  return {
    id: row.id,
    appId: row.app_id,
    clientId: row.client_id,
    name: row.name,
    apiUrl: row.api_url,
    createdAtMs: row.created_at_ms,
  };
}
