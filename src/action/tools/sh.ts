import { TOKEN_FILES as FILES } from './token-files.js';

/** Quotes a string as one word of POSIX sh. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A path as git and sh accept it on Windows. */
export function withForwardSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/**
 * Shell functions shared by the git helper, the gh wrapper and `ask`. They start no process while the token is fresh:
 * sh cannot read the clock by itself, so they touch a file and compare its mtime with the token file's, which is set to
 * the time when the next token is due.
 *
 * `current_token` sets $token, empty if there is none. It renews through the job's node. Where that is not available, as
 * in a container, it uses the token file as it is, and only the keeper renews.
 */
export function tokenFunctions(nodePath: string, tokenBundle: string): string {
  return `node=${shellQuote(withForwardSlashes(nodePath))}
bundle=${shellQuote(withForwardSlashes(tokenBundle))}

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

/** A command for the job's scripts that prints the current token, with `--json` its details too. */
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
