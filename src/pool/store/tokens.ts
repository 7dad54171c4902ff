import { checkTokenFormat } from '../../github/token-format.js';
import { ensureBudget, type Moment, refreshOwner } from './budget-steps.js';
import { DEFAULT_LIMIT } from './budgets.js';
import type { StoreContext } from './context.js';
import { ask, type Steps } from './engine.js';
import { forgetTokens } from './owners.js';
import type { NewToken, Token } from './records.js';
import { sealedRefreshContext, sealedTokenContext } from './seal-contexts.js';
import { suspicionsOf } from './suspicions.js';
import { tokenFrom } from './token-rows.js';
import type { OpenToken, TokenStore } from './types.js';

/** Tokens and their secrets at rest. */
export function createTokenStore(context: StoreContext): TokenStore {
  const { engine, vault } = context;
  const select = () => engine.db.selectFrom('tokens').selectAll();
  const find = async (id: number) => {
    const row = await select().where('id', '=', id).executeTakeFirst();
    return row && tokenFrom(row);
  };
  return {
    put: (token) => putToken(context, token),
    find,
    async findByFingerprint(fingerprint) {
      const row = await select()
        .where('fingerprint', '=', fingerprint)
        .where('status', '<>', 'removed')
        .executeTakeFirst();
      return row && tokenFrom(row);
    },
    async ofOwner(ownerId) {
      const own = select().where('owner_id', '=', ownerId).where('status', '<>', 'removed');
      return (await own.orderBy('id').execute()).map(tokenFrom);
    },
    async list() {
      return (await select().where('status', '<>', 'removed').orderBy('id').execute()).map(tokenFrom);
    },
    async open(id): Promise<OpenToken | undefined> {
      const row = await select().where('id', '=', id).where('status', '<>', 'removed').executeTakeFirst();
      if (!row) return undefined;
      const token = tokenFrom(row);
      return {
        token: vault.open(row.sealed, sealedTokenContext(token)),
        refreshToken: row.sealed_refresh && vault.open(row.sealed_refresh, sealedRefreshContext(token)),
      };
    },
    ...suspicionsOf(context),
    ...changesOf(context, find),
    async expiringBefore(untilMs, kinds) {
      const soon = select()
        .where('status', '=', 'active')
        .where('expires_at_ms', '<', untilMs)
        .where('kind', 'in', kinds);
      return (await soon.orderBy('expires_at_ms').orderBy('id').execute()).map(tokenFrom);
    },
  };
}

type Changes = Pick<TokenStore, 'replaceSecrets' | 'setStatus' | 'setLabel' | 'setScopes' | 'remove'>;

function changesOf(context: StoreContext, find: TokenStore['find']): Changes {
  const { engine, vault, secrets } = context;
  const update = (id: number) => engine.db.updateTable('tokens').where('id', '=', id);
  return {
    replaceSecrets: (id, fresh) =>
      changeToken(context, id, (token) =>
        update(id)
          .set({
            ...sealedColumns(context, { ...token, ...fresh }),
            status: 'active',
            suspicions: 0,
            suspected_at_ms: null,
            next_probe_at_ms: null,
          })
          .compile(),
      ),
    setStatus: (id, status) => changeToken(context, id, () => update(id).set({ status }).compile()),
    async setLabel(id, label) {
      const row = await engine.db
        .selectFrom('tokens')
        .select('sealed')
        .where('id', '=', id)
        .executeTakeFirst();
      const token = await find(id);
      if (!row || !token || token.status === 'removed') return;
      const plain = vault.open(row.sealed, sealedTokenContext(token));
      const sealed = vault.seal(plain, sealedTokenContext({ ...token, label }));
      await changeToken(context, id, () =>
        update(id)
          .set({ label, sealed, fingerprint: secrets.fingerprint(plain) })
          .compile(),
      );
    },
    async setScopes(id, scopes, canWrite) {
      await update(id)
        .set({ scopes: JSON.stringify(scopes), can_write: canWrite ? 1 : 0 })
        .execute();
    },
    remove: (id) =>
      engine.atomically(function* (nowMs) {
        const token = yield* findSteps(context, id);
        if (!token) return;
        yield* forgetTokens(engine, { ownerId: token.ownerId, tokenId: id }, nowMs);
        yield* refreshOwner(token.ownerId, momentOf(context, nowMs));
      }),
  };
}

/** Changes a token and, with it, whether its owner can lend. */
export function changeToken(
  context: StoreContext,
  id: number,
  query: (token: Token) => Parameters<typeof ask>[0],
): Promise<void> {
  return context.engine.atomically(function* (nowMs) {
    const token = yield* findSteps(context, id);
    if (!token) return;
    yield* ask(query(token));
    yield* refreshOwner(token.ownerId, momentOf(context, nowMs));
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
    status: 'active',
    suspicions: 0,
    suspected_at_ms: null,
    next_probe_at_ms: null,
    origin: token.origin,
  };
  return engine.atomically(function* (nowMs) {
    const existing = yield* findExisting(context, { ...token, label, fingerprint: columns.fingerprint });
    const query = existing
      ? engine.db.updateTable('tokens').set(columns).where('id', '=', existing.id).returningAll().compile()
      : engine.db
          .insertInto('tokens')
          .values({ ...columns, usage_count: 0, created_at_ms: nowMs })
          .returningAll()
          .compile();
    const [row] = yield* ask(query);
    if (!row) throw new Error(`The token of ${token.ownerId} could not be stored; check the database.`);
    const moment = momentOf(context, nowMs);
    yield* ensureBudget({ ownerId: token.ownerId, bucket: 'core' }, DEFAULT_LIMIT, nowMs);
    yield* ask(
      engine.db.updateTable('owners').set({ probe_due_ms: 0 }).where('id', '=', token.ownerId).compile(),
    );
    yield* refreshOwner(token.ownerId, moment);
    if (existing && existing.ownerId !== token.ownerId) yield* refreshOwner(existing.ownerId, moment);
    return tokenFrom(row);
  });
}

function* findExisting(
  { engine }: StoreContext,
  token: NewToken & { label: string; fingerprint: string },
): Steps<Token | undefined> {
  const rows = yield* ask(
    engine.db
      .selectFrom('tokens')
      .selectAll()
      .where('status', '<>', 'removed')
      .where((eb) =>
        eb.or([
          eb('fingerprint', '=', token.fingerprint),
          eb.and({ owner_id: token.ownerId, kind: token.kind, label: token.label, origin: token.origin }),
        ]),
      )
      .compile(),
  );
  const row = rows.find((each) => each.fingerprint === token.fingerprint) ?? rows[0];
  return row && tokenFrom(row);
}
