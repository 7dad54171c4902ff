import type { StoreContext } from './context.js';
import type { Transaction } from './engine.js';
import {
  POOL_SECRET_CONTEXT,
  sealedAppContext,
  sealedRefreshContext,
  sealedRevocationContext,
  sealedTokenContext,
} from './seal-contexts.js';
import { tokenFrom } from './token-mapping.js';
import type { Store } from './types.js';

type Resealed = { sealed: string | null; was: string | null };

/** Seals rows again that an older key sealed, in batches, while leasing continues. */
export function createReseal(context: StoreContext): Store['reseal'] {
  return (limit) =>
    context.engine.transaction(async (tx) => {
      let count = await resealSettings(tx, context);
      count += await resealApps(tx, context);
      count += await resealRevocations(tx, context);
      count += await resealTokens(tx, context, Math.max(0, limit - count));
      return count;
    });
}

function reseal({ vault }: StoreContext, was: string | null, rowContext: string): Resealed {
  if (was === null || was === '' || vault.isCurrent(was)) return { sealed: was, was };
  return { sealed: vault.seal(vault.open(was, rowContext), rowContext), was };
}

async function resealSettings({ db }: Transaction, context: StoreContext): Promise<number> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'pool_secret')
    .executeTakeFirst();
  const { sealed, was } = reseal(context, row?.value ?? null, POOL_SECRET_CONTEXT);
  if (sealed === null || sealed === was) return 0;
  await db.updateTable('settings').set({ value: sealed }).where('name', '=', 'pool_secret').execute();
  return 1;
}

async function resealApps({ db }: Transaction, context: StoreContext): Promise<number> {
  let count = 0;
  for (const app of await db.selectFrom('apps').select(['id', 'sealed_key']).execute()) {
    const { sealed, was } = reseal(context, app.sealed_key, sealedAppContext(app.id));
    if (sealed === null || sealed === was) continue;
    await db.updateTable('apps').set({ sealed_key: sealed }).where('id', '=', app.id).execute();
    count += 1;
  }
  return count;
}

async function resealRevocations({ db }: Transaction, context: StoreContext): Promise<number> {
  let count = 0;
  for (const row of await db.selectFrom('revocations').selectAll().execute()) {
    const { sealed, was } = reseal(context, row.sealed, sealedRevocationContext(row));
    if (sealed === null || sealed === was) continue;
    await db.updateTable('revocations').set({ sealed }).where('id', '=', row.id).execute();
    count += 1;
  }
  return count;
}

async function resealTokens({ db }: Transaction, context: StoreContext, limit: number): Promise<number> {
  const current = `v1.${context.vault.keyId}.%`;
  const rows = await db
    .selectFrom('tokens')
    .selectAll()
    .where('sealed', '<>', '')
    .where('status', '<>', 'unreadable')
    .where((eb) => eb.or([eb('sealed', 'not like', current), eb('sealed_refresh', 'not like', current)]))
    .orderBy('id')
    .limit(limit)
    .execute();
  for (const row of rows) {
    const token = tokenFrom(row);
    const main = reseal(context, row.sealed, sealedTokenContext(token));
    const refresh = reseal(context, row.sealed_refresh, sealedRefreshContext(token));
    const columns = { sealed: main.sealed ?? '', sealed_refresh: refresh.sealed };
    await db.updateTable('tokens').set(columns).where('id', '=', row.id).execute();
  }
  return rows.length;
}
