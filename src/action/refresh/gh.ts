import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateFile } from '../tools/private-files.js';
import type { Server } from '../tools/server.js';
import { tokenFunctions } from '../tools/sh.js';
import { FILES } from './types.js';

/**
 * Stands first on PATH as `gh` and becomes the real one (`exec`), so that exit codes, signals and streams are
 * untouched. A token that the user chose stays: chosen is what is set and was never exported by refresh-token.
 */
export function ghWrapperScript(server: Server, node: { path: string; tokenBundle: string }): string {
  const [variable, second] = server.ghVariables;
  return `#!/bin/sh
# Runs the real gh with the job's current token. Installed by fetch-token for the length of the job.
own=\${0%/*}
folder=\${own%/*}

${tokenFunctions(node.path, node.tokenBundle)}
# The one behind this one on PATH, which may be the wrapper of an earlier step: going on from here to there, and
# never back, ends at the real gh.
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

/** The same for cmd and PowerShell, which do not run scripts of sh. Renewal is left to the keeper here. */
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

/** Writes the wrapper, on Windows both; returns the folder to put first on PATH. */
export function installGh(
  folder: string,
  server: Server,
  node: { path: string; tokenBundle: string },
): string {
  const directory = join(folder, FILES.ghFolder);
  // Its parent is there, so that `recursive` only means that it may be there itself.
  mkdirSync(directory, { mode: 0o700, recursive: true });
  ensurePrivateFile(join(directory, 'gh'), ghWrapperScript(server, node), { mode: 0o700 });
  if (process.platform === 'win32') ensurePrivateFile(join(directory, 'gh.cmd'), ghWrapperCmd(server));
  return directory;
}
