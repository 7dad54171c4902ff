import type { PrivateRead } from '../tools/private-files.js';
import { readPrivateFile } from '../tools/private-files.js';
import type { Credentials, Life } from './types.js';

/** The cached credentials, or why they cannot be used. `why` is a clause: `the file <why>`. */
export type CredentialsRead =
  | { readonly state: 'ok'; readonly credentials: Credentials }
  | { readonly state: 'missing' }
  | { readonly state: 'refused'; readonly why: string };

/** Reads `credentials.json`; anything that this action would not have written is refused with a reason. */
export function readCredentials(path: string): CredentialsRead {
  return credentialsOf(readPrivateFile(path));
}

function credentialsOf(read: PrivateRead): CredentialsRead {
  if (read.state !== 'ok') return read;
  if (read.text === '') return { state: 'refused', why: 'is empty' };
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch {
    return { state: 'refused', why: 'is not valid JSON' };
  }
  return isCredentials(value)
    ? { state: 'ok', credentials: value }
    : { state: 'refused', why: 'has unexpected content' };
}

function isCredentials(value: unknown): value is Credentials {
  if (!isRecord(value)) return false;
  const { token, source, kind, life, obtained } = value;
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,4096}$/.test(token)) return false;
  if (typeof source !== 'string' || typeof kind !== 'string') return false;
  return isRecord(obtained) && isLife(life);
}

function isLife(value: unknown): value is Life {
  if (!isRecord(value)) return false;
  const { obtainedAtWallMs, obtainedAtMonotonicMs, lifetimeMs, refreshBeforeMs } = value;
  const numbers = [obtainedAtWallMs, obtainedAtMonotonicMs, lifetimeMs ?? 0, refreshBeforeMs];
  return numbers.every((number) => typeof number === 'number' && Number.isFinite(number));
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
