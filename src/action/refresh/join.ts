import type { Folder } from './folder.js';
import { type FreshTokenDeps, freshToken } from './fresh-token.js';
import { openTokens } from './ledger.js';
import type { Credentials, RefreshSettings } from './types.js';

/**
 * A later step's part in a folder that is there: takes its token, renewed where needed, and masks everything that
 * was got in the background since, before it can be met in the log.
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
