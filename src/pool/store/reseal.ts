import type { StoreContext } from './context.js';
import { ask, askAll, type Steps } from './engine.js';
import {
  POOL_SECRET_CONTEXT,
  sealedAppContext,
  sealedRefreshContext,
  sealedRevocationContext,
  sealedTokenContext,
} from './seal-contexts.js';
import { tokenFrom } from './token-rows.js';
import type { Store } from './types.js';

type Resealed = { sealed: string | null; was: string | null };

/** Seals rows anew that an older key sealed, a batch at a time and while leases go on. */
export function resealing(context: StoreContext): Store['reseal'] {
  return (limit) =>
    // It changes many tokens, which claims count the uses of.
    context.engine.changingBudgets(function* () {
      let count = yield* resealSettings(context);
      count += yield* resealApps(context);
      count += yield* resealRevocations(context);
      count += yield* resealTokens(context, Math.max(0, limit - count));
      return count;
    });
}

function reseal({ vault }: StoreContext, was: string | null, rowContext: string): Resealed {
  if (was === null || was === '' || vault.isCurrent(was)) return { sealed: was, was };
  return { sealed: vault.seal(vault.open(was, rowContext), rowContext), was };
}

function* resealSettings(context: StoreContext): Steps<number> {
  const { db } = context.engine;
  const [row] = yield* ask(
    db.selectFrom('settings').select('value').where('name', '=', 'pool_secret').compile(),
  );
  const { sealed, was } = reseal(context, row?.value ?? null, POOL_SECRET_CONTEXT);
  if (sealed === null || sealed === was) return 0;
  yield* ask(db.updateTable('settings').set({ value: sealed }).where('name', '=', 'pool_secret').compile());
  return 1;
}

function* resealApps(context: StoreContext): Steps<number> {
  const { db } = context.engine;
  let count = 0;
  for (const app of yield* ask(db.selectFrom('apps').select(['id', 'sealed_key']).compile())) {
    const { sealed, was } = reseal(context, app.sealed_key, sealedAppContext(app.id));
    if (sealed === null || sealed === was) continue;
    yield* ask(db.updateTable('apps').set({ sealed_key: sealed }).where('id', '=', app.id).compile());
    count += 1;
  }
  return count;
}

function* resealRevocations(context: StoreContext): Steps<number> {
  const { db } = context.engine;
  let count = 0;
  for (const row of yield* ask(db.selectFrom('revocations').selectAll().compile())) {
    const { sealed, was } = reseal(context, row.sealed, sealedRevocationContext(row));
    if (sealed === null || sealed === was) continue;
    yield* ask(db.updateTable('revocations').set({ sealed }).where('id', '=', row.id).compile());
    count += 1;
  }
  return count;
}

function* resealTokens(context: StoreContext, limit: number): Steps<number> {
  const { db } = context.engine;
  const current = `v1.${context.vault.keyId}.%`;
  const rows = yield* ask(
    db
      .selectFrom('tokens')
      .selectAll()
      .where('sealed', '<>', '')
      .where((eb) => eb.or([eb('sealed', 'not like', current), eb('sealed_refresh', 'not like', current)]))
      .orderBy('id')
      .limit(limit)
      .compile(),
  );
  const updates = rows.map((row) => {
    const token = tokenFrom(row);
    const main = reseal(context, row.sealed, sealedTokenContext(token));
    const refresh = reseal(context, row.sealed_refresh, sealedRefreshContext(token));
    // A refresher may have put a newer secret there since the row was read: then it stays.
    return db
      .updateTable('tokens')
      .set({ sealed: main.sealed ?? '', sealed_refresh: refresh.sealed })
      .where('id', '=', row.id)
      .where('sealed', '=', row.sealed)
      .compile();
  });
  yield* askAll(updates);
  return rows.length;
}
