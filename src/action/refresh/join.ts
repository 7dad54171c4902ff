import type { Folder } from './folder.js';
import { type FreshTokenDeps, freshToken } from './fresh-token.js';
import { openTokens } from './ledger.js';
import type { Credentials, RefreshSettings } from './types.js';

/**
 * Joins an earlier step's folder: masks every token that was obtained in the background since, then returns the
 * current one, renewed if needed.
 */
export async function joinFolder(
  deps: FreshTokenDeps,
  cache: { readonly folder: Folder; readonly settings: RefreshSettings },
  mask: (token: string) => void,
): Promise<Credentials> {
  for (const { token } of openTokens(cache.folder)) mask(token);
  const credentials = await freshToken(deps, cache);
  mask(credentials.token);
  return credentials;
}
