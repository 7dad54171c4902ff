import { isLoopback } from '../config/config-values.js';
import type { NewOwner } from './records.js';

const PUBLIC_API_HOST = 'api.github.com';

/** The id of an owner, whose tokens share a budget: the account, and the API that counts its requests. */
export function ownerIdOf({ kind, accountId, apiUrl }: Omit<NewOwner, 'login'>): string {
  const host = new URL(apiUrl).host;
  return `${kind}:${accountId}${host === PUBLIC_API_HOST ? '' : `@${host}`}`;
}

/**
 * Whether an address is the one that an owner's tokens were sealed for. They are sealed for the owner's id, which names
 * the host: someone who can write the database but has no key cannot redirect tokens to another host or to plain http.
 */
export function isAddressOf(ownerId: string, apiUrl: string): boolean {
  if (!URL.canParse(apiUrl)) return false;
  const { host, hostname, protocol } = new URL(apiUrl);
  const [, sealedHost = PUBLIC_API_HOST] = ownerId.split('@');
  return host === sealedHost && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}
