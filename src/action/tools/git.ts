import { join } from 'node:path';
import { ensurePrivateFile } from './private-files.js';
import { configQuote } from './push-routes.js';
import type { Server } from './server.js';
import { shellQuote, tokenFunctions, withForwardSlashes } from './sh.js';
import { TOKEN_FILES as FILES } from './token-files.js';

/**
 * git's credential helper. It answers for one server only, returns the current token, and on `erase` tells the keeper
 * that the server rejected it. `store` is ignored.
 */
function gitHelperScript(server: Server, node: { path: string; tokenBundle: string }): string {
  return `#!/bin/sh
# Credential helper of fetch-token: answers git with the job's current token.
folder=\${0%/*}
operation=\${1-}
[ "$operation" = get ] || [ "$operation" = erase ] || exit 0

protocol= host= password=
while IFS= read -r line; do
  case "$line" in
    protocol=*) protocol=\${line#protocol=} ;;
    host=*) host=\${line#host=} ;;
    password=*) password=\${line#password=} ;;
    '') break ;;
  esac
done
[ "$protocol" = ${server.protocol} ] || exit 0
case "$host" in ${caseInsensitivePattern(server.host)}) ;; *) exit 0 ;; esac

${tokenFunctions(node.path, node.tokenBundle)}
if [ "$operation" = erase ]; then
  IFS= read -r token 2>/dev/null < "$folder/${FILES.token}" || token=
  # Only the current token counts: any other was replaced already or is not ours.
  if [ -n "$token" ] && [ "$password" = "$token" ]; then : > "$folder/${FILES.erased}"; fi
  exit 0
fi
current_token
[ -n "$token" ] || token=\${GITHUB_TOKEN-}
[ -n "$token" ] || exit 0
printf 'username=x-access-token\\npassword=%s\\n' "$token"
`;
}

/** git passes the host exactly as the URL spells it. */
function caseInsensitivePattern(host: string): string {
  return host
    .replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
    .replaceAll('[::1]', '\\[::1\\]');
}

/**
 * Makes the helper the only source of credentials for the server: resets a persisted header and other helpers. A
 * container action mounts the folder elsewhere, hence the second path.
 */
function gitConfigText(server: Server, helperPath: string, overrides: readonly string[]): string {
  const helper = withForwardSlashes(helperPath);
  const inContainer = `/github/runner_temp/${helper.split('/').slice(-2).join('/')}`;
  const command = `!h=${shellQuote(helper)}; test -f "$h" || h=${shellQuote(inContainer)}; exec "$h"`;
  return [
    '# Written by fetch-token; included through GIT_CONFIG_COUNT and deleted at the end of the job.',
    `[http ${configQuote(`${server.url}/`)}]`,
    '\textraheader =',
    `[credential ${configQuote(server.url)}]`,
    '\thelper =',
    `\thelper = ${configQuote(command)}`,
    ...overrides,
    '',
  ].join('\n');
}

type GitInstallation = {
  readonly server: Server;
  readonly node: { readonly path: string; readonly tokenBundle: string };
  /** Configuration lines that override other credentials. */
  readonly overrides: readonly string[];
};

/** Writes the helper and the configuration into the private folder; returns the path to include. */
export function installGit(folder: string, { server, node, overrides }: GitInstallation): string {
  const helperPath = join(folder, FILES.gitHelper);
  const configPath = join(folder, FILES.gitConfig);
  ensurePrivateFile(helperPath, gitHelperScript(server, node), { mode: 0o700 });
  ensurePrivateFile(configPath, gitConfigText(server, helperPath, overrides));
  return configPath;
}
