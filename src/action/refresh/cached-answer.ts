import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderFault, readPrivateFile } from '../tools/private-files.js';
import { readCredentials } from './credentials.js';
import { isFresh } from './life.js';
import { type Clock, type Credentials, FILES } from './types.js';

/** The arguments of the token command, `[--folder <path>] [--json]`, and whether they were valid. */
export type TokenCommandArgs = {
  readonly folder: string;
  readonly format: 'token' | 'json';
  readonly isValid: boolean;
};

/** The default folder is that of the last refresh-token step, where `GITHUB_TOKEN_FILE` is. */
export function parseArgs(argv: readonly string[], tokenFile: string | undefined): TokenCommandArgs {
  let folder = tokenFile ? dirname(tokenFile) : '';
  let format: TokenCommandArgs['format'] = 'token';
  let isValid = true;
  const left = [...argv];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--json') format = 'json';
    else if (word === '--folder' && left[0]) folder = left.shift() ?? '';
    else isValid = false;
  }
  return { folder, format, isValid };
}

/**
 * The answer from the cache, or null if the token must be renewed or repaired first. Nearly every call takes this path,
 * so it only reads files and takes no lock.
 */
export function answerFromCache(args: TokenCommandArgs, clock: Clock): string | null {
  const { folder, isValid } = args;
  if (!isValid || folder === '' || folderFault(folder) !== null) return null;
  if (existsSync(join(folder, FILES.erased))) return null;
  const read = readCredentials(join(folder, FILES.credentials));
  if (read.state !== 'ok' || !isFresh(read.credentials.life, clock)) return null;
  const bare = readPrivateFile(join(folder, FILES.token));
  if (bare.state !== 'ok' || bare.text !== `${read.credentials.token}\n`) return null;
  return formatCredentials(read.credentials, args.format);
}

/** What the command prints: the token alone, or a JSON object. */
export function formatCredentials(credentials: Credentials, format: TokenCommandArgs['format']): string {
  if (format === 'token') return `${credentials.token}\n`;
  const { token, expires_at, source, kind, owner, lease_id } = credentials;
  return `${JSON.stringify({ token, expires_at, source, kind, owner, lease_id })}\n`;
}
