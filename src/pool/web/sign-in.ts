import { createHash } from 'node:crypto';
import type { OAuthClient, OAuthTokens, UpstreamResult } from '../github/types.js';

/** Encrypts a text for one purpose so that only this pool can read it; `open` throws on any other text or purpose. */
export type Sealer = {
  seal(text: string, purpose: string): string;
  open(sealed: string, purpose: string): string;
};

export type SignInDeps = {
  client: OAuthClient;
  /** Where people sign in at GitHub, without a trailing slash. */
  githubServerUrl: string;
  /** Where browsers reach this pool, without a trailing slash; known only once it listens. */
  publicUrl: () => string;
  sealer: Sealer;
  nowMs: () => number;
  randomBytes: (size: number) => Buffer;
  exchangeOAuthCode: (
    client: OAuthClient,
    grant: { code: string; codeVerifier: string; redirectUrl: string },
  ) => Promise<UpstreamResult<OAuthTokens>>;
};

/** How long a person may take at GitHub's page. */
export const SIGN_IN_SECONDS = 600;

const PURPOSE = 'sign-in';

type Pending = { state: string; verifier: string; untilMs: number };

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function redirectUrl(deps: SignInDeps): string {
  return `${deps.publicUrl()}/callback`;
}

/**
 * Starts a sign-in: where to send the browser, and the sealed cookie that binds the answer to this browser.
 * No scope is asked for; PKCE (S256) keeps a stolen code useless.
 */
export function startSignIn(deps: SignInDeps): { location: string; cookie: string } {
  const pending: Pending = {
    state: deps.randomBytes(32).toString('base64url'),
    verifier: deps.randomBytes(48).toString('base64url'),
    untilMs: deps.nowMs() + SIGN_IN_SECONDS * 1000,
  };
  const query = new URLSearchParams({
    client_id: deps.client.clientId,
    redirect_uri: redirectUrl(deps),
    scope: '',
    state: pending.state,
    code_challenge: challengeOf(pending.verifier),
    code_challenge_method: 'S256',
  });
  return {
    location: `${deps.githubServerUrl}/login/oauth/authorize?${query}`,
    cookie: deps.sealer.seal(JSON.stringify(pending), PURPOSE),
  };
}

export type SignInFault = 'denied' | 'stale' | 'foreign' | 'refused' | 'unreachable';

export type SignInResult = { tokens: OAuthTokens } | { fault: SignInFault };

function readPending(deps: SignInDeps, cookie: string | undefined): Pending | undefined {
  if (cookie === undefined) return undefined;
  try {
    return JSON.parse(deps.sealer.open(cookie, PURPOSE)) as Pending;
  } catch {
    return undefined;
  }
}

/**
 * Finishes a sign-in from GitHub's redirect. Faults: the cookie is missing or expired (`stale`), the state is not that of
 * the cookie (`foreign`), the person said no (`denied`), GitHub refuses the code (`refused`) or did not answer
 * (`unreachable`).
 */
export async function finishSignIn(
  deps: SignInDeps,
  answer: { code?: string; state?: string; error?: string; cookie?: string },
): Promise<SignInResult> {
  const pending = readPending(deps, answer.cookie);
  if (!pending || pending.untilMs < deps.nowMs()) return { fault: 'stale' };
  if (answer.state !== pending.state) return { fault: 'foreign' };
  if (answer.error !== undefined) return { fault: 'denied' };
  if (answer.code === undefined || answer.code === '') return { fault: 'stale' };
  const exchanged = await deps.exchangeOAuthCode(deps.client, {
    code: answer.code,
    codeVerifier: pending.verifier,
    redirectUrl: redirectUrl(deps),
  });
  if ('ok' in exchanged) return { tokens: exchanged.ok };
  return { fault: 'refused' in exchanged ? 'refused' : 'unreachable' };
}

/**
 * Lets `most` exchanges run at once and refuses the others as `unreachable`: anybody can send codes, and each takes a
 * connection to GitHub that probing and minting need, too.
 */
export function atMostAtOnce(most: number, exchange: SignInDeps['exchangeOAuthCode']): typeof exchange {
  let underWay = 0;
  return async (client, grant) => {
    if (underWay >= most) return { unreachable: 'too many people are signing in now' };
    underWay += 1;
    try {
      return await exchange(client, grant);
    } finally {
      underWay -= 1;
    }
  };
}
