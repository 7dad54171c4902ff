import type { Revocation, Revoked } from '../owners/revocation.js';

const REVOCATIONS: { readonly [outcome in Revocation]: string } = {
  revoked: 'is forgotten and was revoked at GitHub',
  pending: 'is forgotten; GitHub has not confirmed the revocation, and the server asks again until it does',
  not_ours: 'is forgotten; it was not issued by the sign-in of this pool, so nothing was revoked at GitHub',
};

/** What happened to a removed token or owner, to follow its name in a sentence. */
export function fateOf({ revocation, why }: Revoked): string {
  return REVOCATIONS[revocation] + (why === undefined ? '' : ` (${why})`);
}
