import type { Owner, Token } from '../store/records.js';
import type { OwnersDeps } from './types.js';

/** What may be done with an owner: by the contributor on the own page, and by the operator. */
export type OwnerControls = {
  pause(ownerId: string): Promise<void>;
  resume(ownerId: string): Promise<void>;
  /** Keeps a share of every budget for the owner, 0 to 1; null goes back to the pool's default. */
  setReserve(ownerId: string, share: number | null): Promise<void>;
  /** Forgets the owner's tokens and, where they came by sign-in, revokes the authorization at GitHub. */
  leave(ownerId: string): Promise<{ revoked: boolean }>;
  /** Forgets one token, revoking it alone where the pool may; false when there is no such token. */
  removeToken(tokenId: number): Promise<boolean>;
};

/** `actor` goes into the audit log: `contributor`, or the name of an admin key. */
export function createOwnerControls(deps: OwnersDeps, actor: string): OwnerControls {
  const { owners } = deps.store;
  const noted = async (ownerId: string, action: string, detail = ''): Promise<void> => {
    const owner = await owners.find(ownerId);
    await deps.store.audit.record({ actor, action, subject: owner?.ref ?? ownerId, detail });
  };
  return {
    async pause(ownerId) {
      await owners.setPaused(ownerId, true);
      await noted(ownerId, 'owner.paused');
    },
    async resume(ownerId) {
      await owners.setPaused(ownerId, false);
      // Its figures may be as old as the pause.
      await owners.scheduleProbe(ownerId, 0);
      await noted(ownerId, 'owner.resumed');
    },
    async setReserve(ownerId, share) {
      const bounded = share === null ? null : Math.min(1, Math.max(0, share));
      await owners.setReserve(ownerId, bounded);
      await noted(ownerId, 'owner.reserve', bounded === null ? 'default' : `${Math.round(bounded * 100)} %`);
    },
    async leave(ownerId) {
      const revoked = await leave(deps, ownerId);
      await noted(ownerId, 'owner.left', revoked ? 'revoked at GitHub' : 'not revoked at GitHub');
      return { revoked };
    },
    async removeToken(tokenId) {
      const token = await deps.store.tokens.find(tokenId);
      if (!token || token.status === 'removed') return false;
      const owner = await owners.find(token.ownerId);
      if (owner) await revoke(deps, { owner, token }, 'token');
      await deps.store.tokens.remove(tokenId);
      await noted(token.ownerId, 'token.removed', `token ${tokenId}`);
      return true;
    },
  };
}

/** The tokens go at once even when GitHub cannot be reached: leaving must not depend on GitHub. */
async function leave(deps: OwnersDeps, ownerId: string): Promise<boolean> {
  const { owners, tokens, sessions } = deps.store;
  const owner = await owners.find(ownerId);
  if (!owner || owner.status === 'removed') return false;
  await owners.setPaused(ownerId, true);
  let isRevoked = false;
  for (const token of await tokens.ofOwner(ownerId)) {
    // One grant covers all tokens of the person; a dead token can no longer name it.
    if (!isRevoked) isRevoked = await revoke(deps, { owner, token }, 'grant');
  }
  await owners.remove(ownerId);
  await sessions.removeOfOwner(ownerId);
  // A person who comes back by signing in is not met by a pause that nobody remembers.
  await owners.setPaused(ownerId, false);
  return isRevoked;
}

/**
 * Revokes at GitHub what the pool's own OAuth client has issued: the token alone, or the whole grant. PATs and
 * tokens of other Apps are not the pool's to revoke. Installation tokens end by themselves within the hour.
 */
async function revoke(
  deps: OwnersDeps,
  { owner, token }: { owner: Owner; token: Token },
  extent: 'token' | 'grant',
): Promise<boolean> {
  const isOurs = token.origin === 'oauth' && owner.apiUrl === deps.apiUrl;
  if (!deps.oauth || !isOurs || token.status === 'removed') return false;
  const open = await deps.store.tokens.open(token.id);
  if (!open) return false;
  const upstream = deps.upstream(owner.apiUrl);
  const call = extent === 'grant' ? upstream.revokeOAuthGrant : upstream.revokeOAuthToken;
  const result = await call(deps.oauth, open.token);
  if ('ok' in result) return true;
  const why = 'refused' in result ? `GitHub refuses (${result.refused})` : result.unreachable;
  deps.log.warn(
    { owner: owner.ref },
    `the ${extent} of token ${token.id} could not be revoked at GitHub: ${why}`,
  );
  return false;
}
