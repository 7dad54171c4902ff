import type { PendingRevocation } from '../store/records.js';
import type { OwnersDeps } from './types.js';

/**
 * The state of a revocation at GitHub. `pending`: not confirmed yet, the pool retries until it is. `not_ours`: the token
 * was not issued by the pool's OAuth client, so the pool cannot revoke it.
 */
export type Revocation = 'revoked' | 'pending' | 'not_ours';

/** `why`: the reason of a pending one, from GitHub or the network. */
export type Revoked = { revocation: Revocation; why?: string };

/** The first try is made at once; the background work retries after this time. */
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
const BATCH = 20;

/**
 * Stores which tokens of an owner are to be revoked, before they are removed here, so that neither an outage of GitHub
 * nor the end of the process loses one. The pool can only revoke tokens of its own OAuth client.
 */
export async function planRevocations(
  deps: OwnersDeps,
  wanted: { ownerId: string; extent: 'token' | 'grant'; tokenIds: readonly number[] },
): Promise<void> {
  const { owners, tokens, revocations } = deps.store;
  const owner = await owners.find(wanted.ownerId);
  if (!owner || owner.apiUrl !== deps.apiUrl) return;
  const nextTryAtMs = (await deps.store.nowMs()) + FIRST_RETRY_MS;
  for (const id of wanted.tokenIds) {
    const token = await tokens.find(id);
    if (token?.origin !== 'oauth' || token.status === 'removed') continue;
    const open = await tokens.open(id);
    if (!open) continue;
    const { id: ownerId, ref: ownerRef, apiUrl } = owner;
    await revocations.add(
      { ownerId, ownerRef, apiUrl, extent: wanted.extent, token: open.token },
      nextTryAtMs,
    );
  }
}

/** Tries the planned revocations of an owner for the first time. */
export async function revokeNow(deps: OwnersDeps, ownerId: string): Promise<Revoked> {
  const planned = (await deps.store.revocations.list()).filter((one) => one.ownerId === ownerId);
  if (planned.length === 0) return { revocation: 'not_ours' };
  let failure: Failure | undefined;
  for (const pending of planned) failure = (await attempt(deps, pending)) ?? failure;
  return failure ? { revocation: 'pending', why: failure.why } : { revocation: 'revoked' };
}

/** Retries due revocations, and returns how many GitHub confirmed. */
export async function revokeRound(deps: OwnersDeps): Promise<number> {
  let confirmed = 0;
  for (const pending of await deps.store.revocations.due(BATCH)) {
    if (!(await attempt(deps, pending))) confirmed += 1;
  }
  return confirmed;
}

type Failure = { why: string };

/** Undefined when GitHub confirmed it (204) or no longer knows the token (404). */
async function attempt(deps: OwnersDeps, pending: PendingRevocation): Promise<Failure | undefined> {
  const { id, ownerRef, tries } = pending;
  const result = await ask(deps, pending);
  if (result === 'revoked') {
    await deps.store.revocations.remove(id);
    deps.log.info(
      { owner: ownerRef, tries: tries + 1 },
      `GitHub confirmed the revocation of the ${pending.extent}`,
    );
    await record(deps, pending, 'token.revoked');
    return undefined;
  }
  if (result === 'unreadable') {
    await deps.store.revocations.remove(id);
    const what = 'a token that should be revoked cannot be decrypted; its owner has to revoke it at GitHub';
    deps.log.error({ owner: ownerRef }, what);
    await record(deps, pending, 'token.revocation_lost');
    return { why: 'the token cannot be decrypted' };
  }
  const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 20));
  await deps.store.revocations.tried(id, (await deps.store.nowMs()) + waitMs);
  deps.log.warn(
    { owner: ownerRef, tries: tries + 1 },
    `the ${pending.extent} could not be revoked at GitHub: ${result.why}; retried in ${Math.round(waitMs / 60_000)} min`,
  );
  return result;
}

async function ask(
  deps: OwnersDeps,
  pending: PendingRevocation,
): Promise<'revoked' | 'unreadable' | Failure> {
  if (pending.token === undefined) return 'unreadable';
  if (!deps.oauth) return { why: 'GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET are not set' };
  const upstream = deps.upstream(pending.apiUrl);
  const revoke = (await mayRevokeGrant(deps, pending))
    ? upstream.revokeOAuthGrant
    : upstream.revokeOAuthToken;
  const result = await revoke(deps.oauth, pending.token);
  if ('ok' in result) return 'revoked';
  return { why: 'refused' in result ? `GitHub refuses (${result.refused})` : result.unreachable };
}

/** An owner who left and came back has a new token under the same grant, which must not be revoked. */
async function mayRevokeGrant(deps: OwnersDeps, { ownerId, extent }: PendingRevocation): Promise<boolean> {
  if (extent === 'token') return false;
  const tokens = await deps.store.tokens.ofOwner(ownerId);
  return !tokens.some((token) => token.origin === 'oauth' && token.status !== 'removed');
}

async function record(
  deps: OwnersDeps,
  { ownerRef, extent }: PendingRevocation,
  action: string,
): Promise<void> {
  await deps.store.audit.record({ actor: 'pool', action, subject: ownerRef, detail: extent });
}
