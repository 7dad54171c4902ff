import type { Token } from '../store/records.js';
import { planRevocations, type Revocation, type Revoked, revokeNow } from './revocation.js';
import type { OwnersDeps } from './types.js';

/** What a contributor, on their page, and the operator can do with an owner. */
export type OwnerControls = {
  pause(ownerId: string): Promise<void>;
  resume(ownerId: string): Promise<void>;
  /** Reserves a share of every budget for the owner, 0 to 1; null restores the pool's default. */
  setReserve(ownerId: string, share: number | null): Promise<void>;
  /** Removes the owner's tokens and, if they came from a sign-in, revokes the authorization at GitHub. */
  leave(ownerId: string): Promise<Revoked>;
  /** Removes one token and revokes it if it came from a sign-in; undefined when there is no such token. */
  removeToken(tokenId: number): Promise<Revoked | undefined>;
};

const REVOCATION_NOTES: { readonly [outcome in Revocation]: string } = {
  revoked: 'revoked at GitHub',
  pending: 'not yet revoked at GitHub',
  not_ours: 'not issued by the pool, so not revoked',
};

function noteOf({ revocation, why }: Revoked): string {
  return REVOCATION_NOTES[revocation] + (why === undefined ? '' : `: ${why}`);
}

/** `actor` goes into the audit log: `contributor`, or the name of an admin key. */
export function createOwnerControls(deps: OwnersDeps, actor: string): OwnerControls {
  const { owners } = deps.store;
  const record = async (ownerId: string, action: string, detail = ''): Promise<void> => {
    const owner = await owners.find(ownerId);
    await deps.store.audit.record({ actor, action, subject: owner?.ref ?? ownerId, detail });
  };
  return {
    async pause(ownerId) {
      await owners.setPaused(ownerId, true);
      await record(ownerId, 'owner.paused');
    },
    async resume(ownerId) {
      await owners.setPaused(ownerId, false);
      // Its figures may be as old as the pause, so it is probed at once.
      await owners.scheduleProbe(ownerId, 0);
      await record(ownerId, 'owner.resumed');
    },
    async setReserve(ownerId, share) {
      const bounded = share === null ? null : Math.min(1, Math.max(0, share));
      await owners.setReserve(ownerId, bounded);
      await record(ownerId, 'owner.reserve', bounded === null ? 'default' : `${Math.round(bounded * 100)} %`);
    },
    async leave(ownerId) {
      const revoked = await leave(deps, ownerId);
      await record(ownerId, 'owner.left', noteOf(revoked));
      return revoked;
    },
    async removeToken(tokenId) {
      const token = await deps.store.tokens.find(tokenId);
      if (!token || token.status === 'removed') return undefined;
      const revoked = await removeToken(deps, token);
      await record(token.ownerId, 'token.removed', `token ${tokenId}, ${noteOf(revoked)}`);
      return revoked;
    },
  };
}

/** Tokens are removed at once even if GitHub cannot be reached: leaving must not depend on GitHub. */
async function leave(deps: OwnersDeps, ownerId: string): Promise<Revoked> {
  const { owners, tokens, sessions } = deps.store;
  const owner = await owners.find(ownerId);
  if (!owner || owner.status === 'removed') return { revocation: 'not_ours' };
  await owners.setPaused(ownerId, true);
  const tokenIds = (await tokens.ofOwner(ownerId)).map(({ id }) => id);
  // One grant covers all tokens of the person, but only a valid token identifies it: all of them are tried.
  await planRevocations(deps, { ownerId, extent: 'grant', tokenIds });
  await owners.remove(ownerId);
  await sessions.removeOfOwner(ownerId);
  // So that the owner is not paused after coming back.
  await owners.setPaused(ownerId, false);
  return revokeNow(deps, ownerId);
}

async function removeToken(deps: OwnersDeps, token: Token): Promise<Revoked> {
  await planRevocations(deps, { ownerId: token.ownerId, extent: 'token', tokenIds: [token.id] });
  await deps.store.tokens.remove(token.id);
  return revokeNow(deps, token.ownerId);
}
