import type { StoreContext } from './context.js';
import { sealedRefreshContext, sealedTokenContext } from './seal-contexts.js';
import { tokenFrom } from './token-rows.js';
import type { OpenToken, TokenStore } from './types.js';

type Reads = Pick<TokenStore, 'find' | 'findByFingerprint' | 'ofOwner' | 'list' | 'open' | 'expiringBefore'>;

/** Tokens as they stand; only `open` gives a secret. */
export function tokenReads({ engine, vault }: StoreContext): Reads {
  const all = () => engine.db.selectFrom('tokens').selectAll();
  const kept = () => all().where('status', '<>', 'removed');
  return {
    async find(id) {
      return (await all().where('id', '=', id).execute()).map(tokenFrom)[0];
    },
    async findByFingerprint(fingerprint) {
      return (await kept().where('fingerprint', '=', fingerprint).execute()).map(tokenFrom)[0];
    },
    async ofOwner(ownerId) {
      return (await kept().where('owner_id', '=', ownerId).orderBy('id').execute()).map(tokenFrom);
    },
    async list() {
      return (await kept().orderBy('id').execute()).map(tokenFrom);
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
