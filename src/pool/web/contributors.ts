import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OAuthTokens } from '../github/types.js';
import type { AddTokenResult, TokenOffer } from '../owners/types.js';
import type { Owner, Session } from '../store/records.js';
import type { Store } from '../store/types.js';

/** How long a contributor stays signed in. */
export const SESSION_MS = 30 * 24 * 3_600_000;

export type ContributorsDeps = {
  store: Pick<Store, 'owners' | 'sessions' | 'secrets' | 'audit'>;
  addToken: (offer: TokenOffer) => Promise<AddTokenResult>;
};

/** `isNew`: the person was not lending before. */
export type JoinResult = { owner: Owner; sessionSecret: string; isNew: boolean } | { refused: string };

/** Registers the token of a fresh sign-in and opens a session. Joining again replaces the person's token. */
export async function join(deps: ContributorsDeps, tokens: OAuthTokens): Promise<JoinResult> {
  const taken = await deps.addToken({
    token: tokens.token,
    origin: 'oauth',
    expiresAtMs: tokens.expiresAtMs,
    refreshToken: tokens.refreshToken,
    refreshTokenExpiresAtMs: tokens.refreshTokenExpiresAtMs,
  });
  if (taken.outcome === 'refused') return { refused: taken.message };
  const owner = await deps.store.owners.findByRef(taken.ownerRef);
  if (!owner) return { refused: 'The pool could not find the account again; sign in once more.' };
  const { secret } = await deps.store.sessions.create(owner.id, SESSION_MS);
  await deps.store.audit.record({
    actor: owner.ref,
    action: `contributor.${taken.outcome}`,
    subject: owner.ref,
  });
  return { owner, sessionSecret: secret, isNew: taken.outcome === 'added' };
}

/** A signed-in person, with the CSRF token of the session. */
export type Contributor = { owner: Owner; session: Session; csrf: string };

/** The signed-in contributor of a session cookie, or undefined. */
export async function contributorOf(
  deps: Pick<ContributorsDeps, 'store'>,
  sessionSecret: string | undefined,
): Promise<Contributor | undefined> {
  if (sessionSecret === undefined || sessionSecret.length > 200) return undefined;
  const session = await deps.store.sessions.find(sessionSecret);
  if (!session) return undefined;
  const owner = await deps.store.owners.find(session.ownerId);
  if (!owner || owner.status === 'removed') return undefined;
  return { owner, session, csrf: csrfOf(deps, session) };
}

/** The CSRF token of a session's forms. */
function csrfOf(deps: Pick<ContributorsDeps, 'store'>, session: Session): string {
  return createHmac('sha256', deps.store.secrets.key('csrf')).update(session.id).digest('base64url');
}

/** Compares a form's CSRF token with the session's in constant time. */
export function isSameCsrfToken(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
