import { sql } from 'kysely';
import type { StoreContext } from './context.js';
import type { Transaction } from './engine.js';
import { inList, listParameter } from './list-parameters.js';
import { isAddressOf } from './owner-ids.js';
import type { NewToken, Token, UsedToken } from './records.js';
import { sealedTokenContext } from './seal-contexts.js';
import { createSealing, type Sealing } from './sealing.js';
import { type TokenRow, tokenFrom, type UsedTokenRow, usedTokenFrom } from './token-mapping.js';
import type { TokenSecrets, TokenStore } from './types.js';

/** Tokens, with their secrets sealed. */
export function createTokenStore(context: StoreContext): TokenStore {
  const sealing = createSealing(context);
  return {
    put: (token) => context.engine.transaction((tx) => putToken(tx, sealing, token)),
    ...readsOf(context, sealing),
    ...changesOf(context, sealing),
    ...suspicionsOf(context),
  };
}

type Reads = 'find' | 'findByFingerprint' | 'ofOwner' | 'list' | 'open' | 'expiringBefore' | 'dueForProbe';

/** Only `open` returns secrets. */
function readsOf({ engine }: StoreContext, sealing: Sealing): Pick<TokenStore, Reads> {
  const all = () => engine.db.selectFrom('tokens').selectAll();
  const kept = () => all().where('status', '<>', 'removed');
  const withUses = async (which: string, parameters: readonly unknown[]): Promise<UsedToken[]> =>
    (await engine.rows<UsedTokenRow>(`select ${TOKEN_WITH_USES} where ${which}`, parameters)).map(
      usedTokenFrom,
    );
  return {
    find: async (id) => (await all().where('id', '=', id).execute()).map(tokenFrom)[0],
    findByFingerprint: async (fingerprint) =>
      (await kept().where('fingerprint', '=', fingerprint).execute()).map(tokenFrom)[0],
    ofOwner: (ownerId) => withUses("t.owner_id = $1 and t.status <> 'removed' order by t.id", [ownerId]),
    list: () => withUses("t.status <> 'removed' order by t.id", []),
    async open(id): Promise<TokenSecrets | undefined> {
      const row = await kept().where('id', '=', id).executeTakeFirst();
      if (!row) return undefined;
      const { api_url } = await engine.db
        .selectFrom('owners')
        .select('api_url')
        .where('id', '=', row.owner_id)
        .executeTakeFirstOrThrow();
      return isAddressOf(row.owner_id, api_url) ? sealing.open(row) : undefined;
    },
    async expiringBefore(untilMs, kinds) {
      const active = all().where('status', '=', 'active').where('kind', 'in', kinds);
      const soon = active.where('expires_at_ms', '<', untilMs).orderBy('expires_at_ms').orderBy('id');
      return (await soon.execute()).map(tokenFrom);
    },
    async dueForProbe(limit) {
      const due = all()
        .where('status', 'in', ['active', 'suspect'])
        .where('next_probe_at_ms', '<=', await engine.nowMs());
      return (await due.orderBy('next_probe_at_ms').orderBy('id').limit(limit).execute()).map(tokenFrom);
    },
  };
}

const USES = 'from leases l where l.owner_id = t.owner_id and l.token_id = t.id';
const TOKEN_WITH_USES = `t.*, (select count(*) ${USES}) as usage_count,
  (select max(l.granted_at_ms) ${USES}) as last_used_at_ms from tokens t`;

type Changes = 'replaceSecrets' | 'setStatus' | 'setLabel' | 'setScopes' | 'remove';

function changesOf({ engine }: StoreContext, sealing: Sealing): Pick<TokenStore, Changes> {
  const update = (id: number) => engine.db.updateTable('tokens').where('id', '=', id);
  return {
    replaceSecrets: (id, fresh) =>
      engine.transaction(async (tx) => {
        const row = await rowBy(tx, id);
        if (!row) return;
        const columns = sealing.columns({ ...tokenFrom(row), ...fresh });
        await tx.db
          .updateTable('tokens')
          .set({ ...columns, ...TRUSTED })
          .where('id', '=', id)
          .execute();
      }),
    setLabel: (id, label) =>
      engine.transaction(async (tx) => {
        const row = await rowBy(tx, id);
        if (!row || row.status === 'removed') return;
        const sealed = sealing.relabelled(row, label);
        await tx.db.updateTable('tokens').set({ label, sealed }).where('id', '=', id).execute();
      }),
    async setStatus(id, status) {
      await update(id).set({ status }).execute();
    },
    async setScopes(id, scopes, canWrite) {
      await update(id)
        .set({ scopes: JSON.stringify(scopes), can_write: canWrite ? 1 : 0 })
        .execute();
    },
    remove: (id) =>
      engine.transaction(async (tx) => {
        const row = await rowBy(tx, id);
        if (row) await forgetTokens(tx, { ownerId: row.owner_id, tokenId: id });
      }),
  };
}

/** Suspicions against tokens that GitHub refused: suspects are not leased until a probe clears them. */
function suspicionsOf({ engine }: StoreContext): Pick<TokenStore, 'suspect' | 'clearSuspicion'> {
  return {
    async suspect(id, nextProbeAtMs) {
      const nowMs = await engine.nowMs();
      const [row] = await engine.rows<{ suspicions: number; suspected_at_ms: number }>(
        `update tokens set status = 'suspect', suspicions = suspicions + 1, next_probe_at_ms = $3,
          suspected_at_ms = coalesce(suspected_at_ms, $2)
          where id = $1 and status in ('active', 'suspect') returning suspicions, suspected_at_ms`,
        [id, nowMs, nextProbeAtMs],
      );
      return { suspicions: row?.suspicions ?? 0, sinceMs: row?.suspected_at_ms ?? nowMs };
    },
    async clearSuspicion(id) {
      await engine.db
        .updateTable('tokens')
        .set(TRUSTED)
        .where('id', '=', id)
        .where('status', 'in', ['active', 'suspect'])
        .execute();
    },
  };
}

/** The state of a new token, or one with a new secret: nothing is held against it. */
const TRUSTED = { status: 'active', suspicions: 0, suspected_at_ms: null, next_probe_at_ms: null } as const;

function rowBy({ db }: Transaction, id: number): Promise<TokenRow | undefined> {
  return db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
}

async function putToken(tx: Transaction, sealing: Sealing, token: NewToken): Promise<Token> {
  const label = token.label ?? '';
  const columns = {
    owner_id: token.ownerId,
    kind: token.kind,
    label,
    scopes: JSON.stringify(token.scopes ?? []),
    can_write: token.canWrite ? 1 : 0,
    ...sealing.columns({ ...token, label }),
    ...TRUSTED,
    origin: token.origin,
  };
  const existing = await findExisting(tx, { ...token, label, fingerprint: columns.fingerprint });
  const stored = existing
    ? tx.db.updateTable('tokens').set(columns).where('id', '=', existing.id).returningAll()
    : tx.db
        .insertInto('tokens')
        .values({ ...columns, created_at_ms: tx.nowMs })
        .returningAll();
  const row = await stored.executeTakeFirstOrThrow();
  await tx.db.updateTable('owners').set({ probe_due_ms: 0 }).where('id', '=', token.ownerId).execute();
  return tokenFrom(row);
}

/** By the token itself, else by owner, kind, label and origin. Two queries: for an `or` SQLite scans the table. */
async function findExisting(
  { db }: Transaction,
  { fingerprint, ...token }: NewToken & { label: string; fingerprint: string },
): Promise<TokenRow | undefined> {
  const { ownerId: owner_id, kind, label, origin } = token;
  const kept = () => db.selectFrom('tokens').selectAll().where(sql<boolean>`status <> 'removed'`);
  const same = await kept().where('fingerprint', '=', fingerprint).executeTakeFirst();
  if (same) return same;
  return kept()
    .where((eb) => eb.and({ owner_id, kind, label, origin }))
    .executeTakeFirst();
}

/** Forgets the secrets of one token or of all of an owner, and ends the leases on them. */
export async function forgetTokens(
  tx: Transaction,
  { ownerId, tokenId }: { ownerId: string; tokenId?: number },
): Promise<void> {
  const forget = tx.db
    .updateTable('tokens')
    .set({
      status: 'removed',
      sealed: '',
      sealed_refresh: null,
      suspected_at_ms: null,
      next_probe_at_ms: null,
    })
    .where('owner_id', '=', ownerId);
  const end = tx.db
    .updateTable('leases')
    .set({ state: 'expired', settled_at_ms: tx.nowMs })
    .where('owner_id', '=', ownerId)
    .where('state', '=', 'open');
  await (tokenId === undefined ? forget : forget.where('id', '=', tokenId)).execute();
  await (tokenId === undefined ? end : end.where('token_id', '=', tokenId)).execute();
}

/** A token with its secret still sealed. */
export type SealedToken = { id: number; kind: Token['kind']; sealed: string; sealedFor: string };

/** The sealed secrets of tokens, by their ids. */
export async function sealedTokens(
  tx: Transaction,
  ids: readonly number[],
): Promise<Map<number, SealedToken>> {
  if (ids.length === 0) return new Map();
  const sql = `select * from tokens where ${inList(tx, 'id')}`;
  const rows = await tx.rows<TokenRow>(sql, [listParameter(tx, ids)]);
  return new Map(
    rows.map((row) => {
      const { id, kind, ...rest } = tokenFrom(row);
      return [id, { id, kind, sealed: row.sealed, sealedFor: sealedTokenContext({ kind, ...rest }) }];
    }),
  );
}

/** Makes the probes of tokens due that jobs complained about. */
export async function requestTokenProbe(
  { db, nowMs }: Transaction,
  tokenIds: readonly number[],
): Promise<void> {
  if (tokenIds.length === 0) return;
  const asked = db.updateTable('tokens').set({ next_probe_at_ms: nowMs }).where('id', 'in', tokenIds);
  await asked.where('status', '=', 'active').where('next_probe_at_ms', 'is', null).execute();
}

/** Stops lending tokens whose secret does not open: damaged, or sealed with a key that this process does not have. */
export async function markUnreadable(tx: Transaction, tokenIds: readonly number[]): Promise<void> {
  if (tokenIds.length === 0) return;
  await tx.db.updateTable('tokens').set({ status: 'unreadable' }).where('id', 'in', tokenIds).execute();
}
