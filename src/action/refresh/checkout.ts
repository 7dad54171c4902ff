import { join } from 'node:path';
import type { Environment } from '../runner/types.js';
import type { Server } from '../tools/server.js';

/**
 * Whether actions/checkout left a header for the server in the repository of the workspace: in its own file (up to
 * v5) or in one that is included (from v6 on). Looks into the files itself, because to start git takes longer than
 * all that this action does; the answer is for the log only.
 */
export function hasPersistedHeader(
  env: Environment,
  server: Server,
  readFile: (path: string) => string,
): boolean {
  if (!env.GITHUB_WORKSPACE) return false;
  const own = readFile(join(env.GITHUB_WORKSPACE, '.git', 'config'));
  const included = [...own.matchAll(/^\s*path\s*=\s*"?([^"\r\n]+?)"?\s*$/gm)].map((match) => match[1] ?? '');
  return [own, ...new Set(included.map(readFile))].some((text) => setsHeader(text, server));
}

/** A header set to nothing is one that somebody has taken back. */
function setsHeader(text: string, server: Server): boolean {
  if (!/extraheader/i.test(text)) return false;
  const sections = text.matchAll(/^\s*\[http "([^"]+)"\]([^[]*)/gim);
  return [...sections].some(
    ([, url = '', body = '']) =>
      url.toLowerCase().startsWith(`${server.url}/`) && /^\s*extraheader\s*=\s*\S/im.test(body),
  );
}
