import { TOKEN_FILES as FILES } from './token-files.js';

/** Quotes a text as one word of POSIX sh. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A path as git and sh on Windows take it. */
export function slashed(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/**
 * Shell functions shared by the git helper and the gh wrapper. They start no process while the token is fresh: a
 * reader cannot ask for the time without one, so it touches a file and compares its time with that of the token's, which is set to when a new token is due.
 *
 * `current_token` sets $token, empty when there is none. Renewal goes through node, where the node of the job is
 * in reach; elsewhere (containers) the token of the file is used as it is, and the keeper renews it.
 */
export function tokenFunctions(nodePath: string, tokenBundle: string): string {
  return `node=${shellQuote(slashed(nodePath))}
bundle=${shellQuote(slashed(tokenBundle))}

is_stale() {
  [ -e "$folder/${FILES.erased}" ] && return 0
  [ -s "$folder/${FILES.token}" ] && ! [ -h "$folder/${FILES.token}" ] || return 0
  { : > "$folder/${FILES.now}"; } 2>/dev/null || return 1
  [ "$folder/${FILES.now}" -nt "$folder/${FILES.token}" ] 2>/dev/null
}

current_token() {
  token=
  if is_stale && [ -x "$node" ] && [ -f "$bundle" ]; then
    token=$("$node" "$bundle" --folder "$folder") || token=
  fi
  if [ -z "$token" ] && [ -r "$folder/${FILES.token}" ] && ! [ -h "$folder/${FILES.token}" ]; then
    IFS= read -r token < "$folder/${FILES.token}" || :
  fi
}
`;
}

/** A command for scripts of the job: prints the token of the moment, or with `--json` what is known of it. */
export function askScript(nodePath: string, tokenBundle: string): string {
  return `#!/bin/sh
# Prints the job's current token. Written by fetch-token.
folder=\${0%/*}

${tokenFunctions(nodePath, tokenBundle)}
[ $# -eq 0 ] || exec "$node" "$bundle" --folder "$folder" "$@"
current_token
[ -n "$token" ] || exit 1
printf '%s\\n' "$token"
`;
}
