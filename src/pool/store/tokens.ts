import { sql } from 'kysely';
import { checkTokenFormat } from '../../github/token-format.js';
import type { Moment } from './budget-loads.js';
import { ensureBudget, lockOwners, refreshOwners } from './budget-steps.js';
import { DEFAULT_LIMIT } from './budgets.js';
import type { StoreContext } from './context.js';
import { ask, type Steps } from './engine.js';
import { forgetTokens } from './owners.js';
import type { NewToken, Token } from './records.js';
import { sealedRefreshContext, sealedTokenContext } from './seal-contexts.js';
import { suspicionsOf } from './suspicions.js';
import { tokenReads } from './token-reads.js';
import { tokenFrom } from './token-rows.js';
import type { TokenStore } from './types.js';

/** Tokens and their secrets at rest. */
export function createTokenStore(context: StoreContext): TokenStore {
  return {
    put: (token) => putToken(context, token),
    ...tokenReads(context),
    ...suspicionsOf(context),
    ...changesOf(context),
  };
}

type Changes = Pick<TokenStore, 'replaceSecrets' | 'setStatus' | 'setLabel' | 'setScopes' | 'remove'>;

function changesOf(context: StoreContext): Changes {
  const { engine } = context;
  const update = (id: number) => engine.db.updateTable('tokens').where('id', '=', id);
  return {
    replaceSecrets: (id, fresh) =>
      changeToken(context, id, (token) =>
        update(id)
          .set({ ...sealedColumns(context, { ...token, ...fresh }), ...TRUSTED })
          .compile(),
      ),
    setStatus: (id, status) => changeToken(context, id, () => update(id).set({ status }).compile()),
    setLabel: (id, label) => setLabel(context, id, label),
    async setScopes(id, scopes, canWrite) {
      const can_write = canWrite ? 1 : 0;
      await update(id)
        .set({ scopes: JSON.stringify(scopes), can_write })
        .execute();
    },
    remove: (id) =>
      engine.changingBudgets(function* (nowMs) {
        const moment = momentOf(context, nowMs);
        const token = yield* findSteps(context, id);
        if (!token) return;
        yield* lockOwners([token.ownerId], moment);
        yield* forgetTokens(engine, { ownerId: token.ownerId, tokenId: id }, nowMs);
        yield* refreshOwners([token.ownerId], moment);
      }),
  };
}

/** What a token starts with, and returns to when its secret is new: nothing is held against it. */
const TRUSTED = { status: 'active', suspicions: 0, suspected_at_ms: null, next_probe_at_ms: null } as const;

async function setLabel(context: StoreContext, id: number, label: string): Promise<void> {
  const { engine, vault } = context;
  const row = await engine.db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row || row.status === 'removed') return;
  const token = tokenFrom(row);
  const plain = vault.open(row.sealed, sealedTokenContext(token));
  const sealed = vault.seal(plain, sealedTokenContext({ ...token, label }));
  // Only while it is still the secret that was opened: a refresher may have put another one meanwhile.
  const relabel = engine.db.updateTable('tokens').set({ label, sealed }).where('sealed', '=', row.sealed);
  await changeToken(context, id, () => relabel.where('id', '=', id).compile());
}

/** Changes a token and, with it, whether its owner can lend. */
function changeToken(
  context: StoreContext,
  id: number,
  query: (token: Token) => Parameters<typeof ask>[0],
): Promise<void> {
  return context.engine.changingBudgets(function* (nowMs) {
    const moment = momentOf(context, nowMs);
    const token = yield* findSteps(context, id);
    if (!token) return;
    yield* lockOwners([token.ownerId], moment);
    yield* ask(query(token));
    yield* refreshOwners([token.ownerId], moment);
  });
}

function momentOf({ engine, rules }: StoreContext, nowMs: number): Moment {
  return { nowMs, rules, dialect: engine.dialect };
}

function* findSteps({ engine }: StoreContext, id: number): Steps<Token | undefined> {
  const [row] = yield* ask(engine.db.selectFrom('tokens').selectAll().where('id', '=', id).compile());
  return row && tokenFrom(row);
}

type Secrets = Pick<NewToken, 'token' | 'expiresAtMs' | 'refreshToken' | 'refreshExpiresAtMs'>;

function sealedColumns(
  { vault, secrets }: StoreContext,
  token: Secrets & Pick<Token, 'ownerId' | 'kind' | 'label'>,
) {
  const format = checkTokenFormat(token.token);
  const isPlain = format.ok && format.prefix !== 'github_pat_' && !token.token.includes('.');
  return {
    sealed: vault.seal(token.token, sealedTokenContext(token)),
    fingerprint: secrets.fingerprint(token.token),
    legacy_format: isPlain ? 1 : 0,
    expires_at_ms: token.expiresAtMs ?? null,
    sealed_refresh:
      token.refreshToken === undefined ? null : vault.seal(token.refreshToken, sealedRefreshContext(token)),
    refresh_expires_at_ms: token.refreshExpiresAtMs ?? null,
  };
}

function putToken(context: StoreContext, token: NewToken): Promise<Token> {
  const { engine } = context;
  const label = token.label ?? '';
  const columns = {
    owner_id: token.ownerId,
    kind: token.kind,
    label,
    scopes: JSON.stringify(token.scopes ?? []),
    can_write: token.canWrite ? 1 : 0,
    ...sealedColumns(context, { ...token, label }),
    ...TRUSTED,
    origin: token.origin,
  };
  return engine.changingBudgets(function* (nowMs) {
    const moment = momentOf(context, nowMs);
    const existing = yield* findExisting(context, { ...token, label, fingerprint: columns.fingerprint });
    const owners = existing ? [token.ownerId, existing.ownerId] : [token.ownerId];
    yield* ensureBudget({ ownerId: token.ownerId, bucket: 'core' }, DEFAULT_LIMIT, nowMs);
    yield* lockOwners(owners, moment);
    const query = existing
      ? engine.db.updateTable('tokens').set(columns).where('id', '=', existing.id).returningAll().compile()
      : engine.db
          .insertInto('tokens')
          .values({ ...columns, usage_count: 0, created_at_ms: nowMs })
          .returningAll()
          .compile();
    const [row] = yield* ask(query);
    if (!row) throw new Error(`The token of ${token.ownerId} could not be stored; check the database.`);
    yield* ask(
      engine.db.updateTable('owners').set({ probe_due_ms: 0 }).where('id', '=', token.ownerId).compile(),
    );
    yield* refreshOwners(owners, moment);
    return tokenFrom(row);
  });
}

/** By the token itself or else by its place. Two questions, because SQLite reads the whole table for an "or". */
function* findExisting(
  { engine }: StoreContext,
  token: NewToken & { label: string; fingerprint: string },
): Steps<Token | undefined> {
  const { ownerId: owner_id, kind, label, origin } = token;
  const kept = () => engine.db.selectFrom('tokens').selectAll().where(sql<boolean>`status <> 'removed'`);
  const [same] = yield* ask(kept().where('fingerprint', '=', token.fingerprint).compile());
  if (same) return tokenFrom(same);
  const [former] = yield* ask(
    kept()
      .where((eb) => eb.and({ owner_id, kind, label, origin }))
      .compile(),
  );
  return former && tokenFrom(former);
}
