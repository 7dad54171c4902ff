import type { StoreContext } from './context.js';
import type { UsedToken } from './records.js';
import { sealedRefreshContext, sealedTokenContext } from './seal-contexts.js';
import { tokenFrom, type UsedTokenRow, usedTokenFrom } from './token-rows.js';
import { TOKEN_WITH_USES } from './token-uses.js';
import type { OpenToken, TokenStore } from './types.js';

type Reads = Pick<TokenStore, 'find' | 'findByFingerprint' | 'ofOwner' | 'list' | 'open' | 'expiringBefore'>;

/** Tokens as they stand; only `open` gives a secret. */
export function tokenReads({ engine, vault }: StoreContext): Reads {
  const all = () => engine.db.selectFrom('tokens').selectAll();
  const withUses = async (which: string, parameters: readonly unknown[]): Promise<UsedToken[]> => {
    const sql = `select ${TOKEN_WITH_USES} where ${which}`;
    return (await engine.read<UsedTokenRow>({ sql, parameters })).map(usedTokenFrom);
  };
  const kept = () => all().where('status', '<>', 'removed');
  return {
    async find(id) {
      return (await all().where('id', '=', id).execute()).map(tokenFrom)[0];
    },
    async findByFingerprint(fingerprint) {
      return (await kept().where('fingerprint', '=', fingerprint).execute()).map(tokenFrom)[0];
    },
    async ofOwner(ownerId) {
      return withUses("t.owner_id = $1 and t.status <> 'removed' order by t.id", [ownerId]);
    },
    async list() {
      return withUses("t.status <> 'removed' order by t.id", []);
    },
    async open(id): Promise<OpenToken | undefined> {
      const row = await kept().where('id', '=', id).executeTakeFirst();
      if (!row) return undefined;
      const token = tokenFrom(row);
      return {
        token: vault.open(row.sealed, sealedTokenContext(token)),
        refreshToken: row.sealed_refresh && vault.open(row.sealed_refresh, sealedRefreshContext(token)),
      };
    },
    async expiringBefore(untilMs, kinds) {
      const active = all().where('status', '=', 'active').where('kind', 'in', kinds);
      const soon = active.where('expires_at_ms', '<', untilMs).orderBy('expires_at_ms').orderBy('id');
      return (await soon.execute()).map(tokenFrom);
    },
  };
}
