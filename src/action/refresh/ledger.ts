import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObtainedToken } from '../sources/types.js';
import { readPrivateFile } from '../tools/private-files.js';
import type { Folder } from './folder.js';
import { FILES } from './types.js';

/**
 * Every token that any process of the job obtained here. It is written before a token is used, so that post can
 * settle also those of a process that was killed in the midst of it.
 */
type Entry =
  | { readonly event: 'obtained'; readonly token: ObtainedToken }
  | { readonly event: 'settled'; readonly key: string };

/** What tells two tokens apart: a pool may hand out the same text under two leases. */
function keyOf(token: ObtainedToken): string {
  return `${token.lease?.leaseId ?? ''} ${token.token}`;
}

function append(folder: Folder, entry: Entry): void {
  appendFileSync(join(folder.path, FILES.ledger), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}

export function recordObtained(folder: Folder, token: ObtainedToken): void {
  append(folder, { event: 'obtained', token });
}

export function recordSettled(folder: Folder, token: ObtainedToken): void {
  append(folder, { event: 'settled', key: keyOf(token) });
}

/** The tokens that nobody has settled yet, oldest first; a line torn by a kill or a full disk is left out. */
export function openTokens(folder: Folder): ObtainedToken[] {
  const read = readPrivateFile(join(folder.path, FILES.ledger));
  const open = new Map<string, ObtainedToken>();
  for (const line of read.state === 'ok' ? read.text.split('\n') : []) {
    const entry = parseEntry(line);
    if (entry?.event === 'obtained') open.set(keyOf(entry.token), entry.token);
    if (entry?.event === 'settled') open.delete(entry.key);
  }
  return [...open.values()];
}

function parseEntry(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'event' in value ? (value as Entry) : null;
  } catch {
    return null;
  }
}

/** Whether post has to do something about this token. */
export function needsSettling(token: ObtainedToken): boolean {
  return token.lease !== null || token.mintedForThisJob;
}
