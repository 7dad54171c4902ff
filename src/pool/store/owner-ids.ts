import { isLoopback } from '../config/config-values.js';
import type { NewOwner } from './records.js';

const PUBLIC_API_HOST = 'api.github.com';

/** The id under which an owner's tokens share a budget: the account, and the API that counts it. */
export function ownerIdOf({ kind, accountId, apiUrl }: Omit<NewOwner, 'login'>): string {
  const host = new URL(apiUrl).host;
  return `${kind}:${accountId}${host === PUBLIC_API_HOST ? '' : `@${host}`}`;
}

/**
 * Whether an address is the one that an owner's tokens were sealed for. They are sealed for the owner's id, which names
 * the host: whoever can write the database, and has no key, cannot have tokens sent elsewhere, nor in the clear.
 */
export function isAddressOf(ownerId: string, apiUrl: string): boolean {
  if (!URL.canParse(apiUrl)) return false;
  const { host, hostname, protocol } = new URL(apiUrl);
  const [, sealedHost = PUBLIC_API_HOST] = ownerId.split('@');
  return host === sealedHost && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}
