import { checkTokenFormat } from '../../github/token-format.js';
import type { StoreContext } from './context.js';
import type { NewToken, Token } from './records.js';
import { sealedRefreshContext, sealedTokenContext } from './seal-contexts.js';
import { type TokenRow, tokenFrom } from './token-mapping.js';
import type { TokenSecrets } from './types.js';

type Secrets = Pick<NewToken, 'token' | 'expiresAtMs' | 'refreshToken' | 'refreshExpiresAtMs'>;

export type Sealing = ReturnType<typeof createSealing>;

/** Converts a token's secrets to sealed columns and back. */
export function createSealing({ vault, secrets }: Pick<StoreContext, 'vault' | 'secrets'>) {
  return {
    columns(token: Secrets & Pick<Token, 'ownerId' | 'kind' | 'label'>) {
      const { refreshToken } = token;
      return {
        sealed: vault.seal(token.token, sealedTokenContext(token)),
        fingerprint: secrets.fingerprint(token.token),
        legacy_format: isLegacyFormat(token.token) ? 1 : 0,
        expires_at_ms: token.expiresAtMs ?? null,
        sealed_refresh:
          refreshToken === undefined ? null : vault.seal(refreshToken, sealedRefreshContext(token)),
        refresh_expires_at_ms: token.refreshExpiresAtMs ?? null,
      };
    },
    /** The same secret sealed for another label. */
    relabelled(row: TokenRow, label: string): string {
      const token = tokenFrom(row);
      return vault.seal(
        vault.open(row.sealed, sealedTokenContext(token)),
        sealedTokenContext({ ...token, label }),
      );
    },
    open(row: TokenRow): TokenSecrets {
      const token = tokenFrom(row);
      return {
        token: vault.open(row.sealed, sealedTokenContext(token)),
        refreshToken: row.sealed_refresh && vault.open(row.sealed_refresh, sealedRefreshContext(token)),
      };
    },
  };
}

/** The clients of mise-versions accept neither `github_pat_` nor dotted tokens. */
function isLegacyFormat(token: string): boolean {
  const format = checkTokenFormat(token);
  return format.ok && format.prefix !== 'github_pat_' && !token.includes('.');
}
