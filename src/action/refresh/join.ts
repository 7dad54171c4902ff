import { type AskDeps, askForToken, hideNow } from './ask.js';
import type { Folder } from './folder.js';
import { openTokens } from './ledger.js';
import type { Credentials, RefreshSettings } from './types.js';

/**
 * A later step's part in a folder that is there: takes its token, renewed where needed, and masks everything that
 * was minted in the background since, before it can be met in the log.
 */
export async function joinFolder(
  deps: AskDeps,
  asked: { readonly folder: Folder; readonly settings: RefreshSettings },
): Promise<Credentials> {
  for (const { token } of openTokens(asked.folder)) deps.hide(token);
  const credentials = await askForToken(deps, asked);
  hideNow(deps, asked.folder, credentials.token);
  return credentials;
}
