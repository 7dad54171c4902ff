import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderFault, readPrivateFile } from '../tools/private-files.js';
import { readCredentials } from './credentials.js';
import { isFresh } from './life.js';
import { type Clock, type Credentials, FILES } from './types.js';

/** What `token.js` was asked: `[--folder <path>] [--json]`, and whether that was all. */
export type TokenQuestion = {
  readonly folder: string;
  readonly format: 'token' | 'json';
  readonly isUnderstood: boolean;
};

/** Without a folder the one of the last refresh-token step is meant, which `GITHUB_TOKEN_FILE` lies in. */
export function questionOf(args: readonly string[], tokenFile: string | undefined): TokenQuestion {
  let folder = tokenFile ? dirname(tokenFile) : '';
  let format: TokenQuestion['format'] = 'token';
  let isUnderstood = true;
  const left = [...args];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--json') format = 'json';
    else if (word === '--folder' && left[0]) folder = left.shift() ?? '';
    else isUnderstood = false;
  }
  return { folder, format, isUnderstood };
}

/**
 * The answer from the cache, or null when more is to be done than to read it. This is the way of nearly every
 * call, so it needs nothing but the file system, and no lock.
 */
export function quickAnswer(question: TokenQuestion, clock: Clock): string | null {
  const { folder, isUnderstood } = question;
  if (!isUnderstood || folder === '' || folderFault(folder) !== null) return null;
  if (existsSync(join(folder, FILES.erased))) return null;
  const read = readCredentials(join(folder, FILES.credentials));
  if (read.state !== 'ok' || !isFresh(read.credentials.life, clock)) return null;
  const bare = readPrivateFile(join(folder, FILES.token));
  if (bare.state !== 'ok' || bare.text !== `${read.credentials.token}\n`) return null;
  return answerText(read.credentials, question.format);
}

/** What is printed: the token alone, or a JSON object for programs. */
export function answerText(credentials: Credentials, format: TokenQuestion['format']): string {
  if (format === 'token') return `${credentials.token}\n`;
  const { token, expires_at, source, kind, owner, lease_id } = credentials;
  return `${JSON.stringify({ token, expires_at, source, kind, owner, lease_id })}\n`;
}
