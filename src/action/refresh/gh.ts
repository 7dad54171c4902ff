import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateFile } from '../tools/private-files.js';
import type { Server } from '../tools/server.js';
import { tokenFunctions } from '../tools/sh.js';
import { FILES } from './types.js';

/**
 * Comes first on PATH as `gh` and replaces itself with the real one (`exec`), which leaves exit codes, signals and
 * streams untouched. A token in the environment is kept unless refresh-token put it there.
 */
export function ghWrapperScript(server: Server, node: { path: string; tokenBundle: string }): string {
  const [variable, second] = server.ghVariables;
  return `#!/bin/sh
# Runs the real gh with the job's current token. Installed by fetch-token until the job ends.
own=\${0%/*}
folder=\${own%/*}

${tokenFunctions(node.path, node.tokenBundle)}
# The next gh on PATH after this one. It may be an earlier step's wrapper, which looks further down in turn.
find_gh() {
  real=
  set -f
  saved_ifs=$IFS
  IFS=:
  for directory in $PATH; do
    candidate=\${directory:-.}/gh
    if [ "$candidate" -ef "$0" ]; then
      real=
    elif [ -z "$real" ] && [ -f "$candidate" ] && [ -x "$candidate" ]; then
      real=$candidate
    fi
  done
  IFS=$saved_ifs
  set +f
}

is_ours() {
  while IFS= read -r line; do
    [ "$line" = "$1" ] && return 0
  done 2>/dev/null < "$folder/${FILES.known}"
  return 1
}

find_gh
if [ -z "$real" ]; then
  echo "gh: GitHub CLI is not installed here; install it before this step (https://cli.github.com)." >&2
  exit 127
fi
host=\${GH_HOST-}
chosen=\${${variable}:-\${${second}-}}
if [ -z "$host" ] || [ "$host" = '${server.host}' ]; then
  if [ -z "$chosen" ] || is_ours "$chosen"; then
    current_token
    if [ -n "$token" ]; then
      ${variable}=$token
      export ${variable}${server.host === 'github.com' ? '' : `\n      GH_HOST='${server.host}'\n      export GH_HOST`}
    fi
  fi
fi
exec "$real" "$@"
`;
}

/** The same for cmd and PowerShell, which cannot run sh scripts. Only the keeper renews here. */
export function ghWrapperCmd(server: Server): string {
  const [variable, second] = server.ghVariables;
  const lines = [
    '@echo off',
    'setlocal DisableDelayedExpansion',
    'set "REAL_GH="',
    `for /f "delims=" %%G in ('where gh.exe 2^>nul') do if not defined REAL_GH set "REAL_GH=%%G"`,
    'if not defined REAL_GH (',
    '  echo gh: GitHub CLI is not installed here; install it before this step ^(https://cli.github.com^). 1>&2',
    '  exit /b 127',
    ')',
    `if defined GH_HOST if /i not "%GH_HOST%"=="${server.host}" goto run`,
    `if defined ${variable} (set "CHOSEN=%${variable}%") else set "CHOSEN=%${second}%"`,
    'if not defined CHOSEN goto renew',
    `for /f "usebackq delims=" %%K in ("%~dp0..\\${FILES.known}") do if "%%K"=="%CHOSEN%" goto renew`,
    'goto run',
    ':renew',
    `if not exist "%~dp0..\\${FILES.token}" goto run`,
    `set /p ${variable}=<"%~dp0..\\${FILES.token}"`,
    ...(server.host === 'github.com' ? [] : [`set "GH_HOST=${server.host}"`]),
    ':run',
    'set "CHOSEN="',
    '"%REAL_GH%" %*',
    'exit /b %ERRORLEVEL%',
    '',
  ];
  return lines.join('\r\n');
}

/** Writes the wrapper (both on Windows) and returns the directory to put first on PATH. */
export function installGh(
  folder: string,
  server: Server,
  node: { path: string; tokenBundle: string },
): string {
  const directory = join(folder, FILES.ghFolder);
  // `recursive` only so that an existing directory is no error.
  mkdirSync(directory, { mode: 0o700, recursive: true });
  ensurePrivateFile(join(directory, 'gh'), ghWrapperScript(server, node), { mode: 0o700 });
  if (process.platform === 'win32') ensurePrivateFile(join(directory, 'gh.cmd'), ghWrapperCmd(server));
  return directory;
}
