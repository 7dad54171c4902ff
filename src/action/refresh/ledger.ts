import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObtainedToken } from '../sources/types.js';
import { readPrivateFile } from '../tools/private-files.js';
import type { Folder } from './folder.js';
import { FILES } from './types.js';

/**
 * A record of every token that any process of the job obtained. Written before a token is used, so that post can also
 * settle tokens of a process that was killed. To settle is to give back the lease or to revoke the token.
 */
type Entry =
  | { readonly event: 'obtained'; readonly token: ObtainedToken }
  | { readonly event: 'settled'; readonly key: string };

/** Includes the lease, because a pool may hand out the same token under two leases. */
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

/** The tokens not settled yet, oldest first. Skips lines cut short by a kill or a full disk. */
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

/** Whether there is anything to give back or revoke. */
export function needsSettling(token: ObtainedToken): boolean {
  return token.lease !== null || token.mintedForThisJob;
}
