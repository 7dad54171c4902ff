import { join } from 'node:path';
import type { Environment } from '../runner/types.js';
import type { Server } from '../tools/server.js';

/**
 * Whether actions/checkout left a header for the server in the workspace's repository: in its config (up to v5) or in
 * an included file (from v6 on). Reads the files itself, because starting git takes longer than the rest of this
 * action. The answer is for the log only.
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

/** An empty header resets earlier ones, so it does not count. */
function setsHeader(text: string, server: Server): boolean {
  if (!/extraheader/i.test(text)) return false;
  const sections = text.matchAll(/^\s*\[http "([^"]+)"\]([^[]*)/gim);
  return [...sections].some(
    ([, url = '', body = '']) =>
      url.toLowerCase().startsWith(`${server.url}/`) && /^\s*extraheader\s*=\s*\S/im.test(body),
  );
}
