import type { RateLimit } from '../../github/rate-limit.js';

/**
 * Why GitHub refused. `forbidden`: a suspended or blocked account, or wrong credentials of the App or OAuth client.
 * `not_found`: for instance a removed installation.
 */
export type UpstreamRefusal = 'unauthorized' | 'forbidden' | 'not_found' | 'secondary_limited' | 'exhausted';

/** The result of a call: an answer, GitHub's refusal, or no usable answer. Never thrown, never with a secret. */
export type UpstreamResult<T> =
  | { ok: T }
  /** `said` is GitHub's own reason for minting no token. */
  | { refused: UpstreamRefusal; retryAfterSeconds: number | null; said?: string }
  /** A network fault, a deadline, a 5xx or an invalid answer; the text says which, for people. */
  | { unreachable: string };

/** The answer of `GET /rate_limit`. No buckets if a GHES has rate limits disabled. */
export type Budgets = {
  buckets: RateLimit[];
  /** By GitHub's clock, from the answer's `Date`; null where a proxy has removed it. */
  answeredAtMs: number | null;
  /** Classic and OAuth scopes; null where GitHub shows none. */
  scopes: string[] | null;
  /** From `github-authentication-token-expiration`, which GitHub sends for tokens that expire. */
  expiresAtMs: number | null;
};

/** The account that a user's token belongs to. */
export type Identity = {
  accountId: number;
  login: string;
  accountType: 'User' | 'Organization' | 'Bot' | 'other';
  /** Classic and OAuth scopes from `x-oauth-scopes`; null where GitHub shows none (fine-grained, App tokens). */
  scopes: string[] | null;
  suspended: boolean;
  expiresAtMs: number | null;
};

/** A GitHub App as the pool holds it. `appId` may be the numeric id or the client id. */
export type AppCredentials = { appId: string; privateKey: string };

export type Installation = {
  installationId: number;
  accountLogin: string;
  accountId: number;
  suspended: boolean;
  /** Permissions as GitHub lists them, for example `{ contents: 'read' }`. */
  permissions: { [name: string]: string };
};

export type MintedToken = { token: string; expiresAtMs: number; permissions: { [name: string]: string } };

/** An OAuth App or the OAuth side of a GitHub App. */
export type OAuthClient = { clientId: string; clientSecret: string };

/** GitHub's answer to a code or a refresh token. The last three are null for tokens that do not expire. */
export type OAuthTokens = {
  token: string;
  scopes: string[];
  refreshToken: string | null;
  expiresAtMs: number | null;
  refreshTokenExpiresAtMs: number | null;
};

/** The pool's client for one GitHub: github.com or a GHES. Each call has a deadline and a size bound. */
export type Upstream = {
  readonly apiUrl: string;
  rateLimit(token: string): Promise<UpstreamResult<Budgets>>;
  whoAmI(token: string): Promise<UpstreamResult<Identity>>;
  installations(app: AppCredentials): Promise<UpstreamResult<Installation[]>>;
  /** Without `permissions` the token has all permissions of the installation. */
  mintInstallationToken(
    app: AppCredentials,
    installationId: number,
    permissions?: { [name: string]: string },
  ): Promise<UpstreamResult<MintedToken>>;
  /** Uses up the single-use refresh token. `refused: 'unauthorized'`: GitHub no longer accepts it. */
  refreshUserToken(client: OAuthClient, refreshToken: string): Promise<UpstreamResult<OAuthTokens>>;
  /** `refused: 'unauthorized'`: the code is wrong, used or expired. */
  exchangeOAuthCode(
    client: OAuthClient,
    grant: { code: string; codeVerifier: string; redirectUrl: string },
  ): Promise<UpstreamResult<OAuthTokens>>;
  /** Revokes one token. A token that GitHub no longer knows counts as revoked. */
  revokeOAuthToken(client: OAuthClient, token: string): Promise<UpstreamResult<true>>;
  /** Revokes the user's whole authorization, and with it every token issued under it. */
  revokeOAuthGrant(client: OAuthClient, token: string): Promise<UpstreamResult<true>>;
};

export type UpstreamConfig = {
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GHES. */
  apiUrl: string;
  /** Where people sign in: `https://github.com` or `https://HOST`. Derived from `apiUrl` when not given. */
  serverUrl?: string;
  timeoutMs: number;
  userAgent: string;
};

/** The part of the global `fetch` that the client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type UpstreamDeps = { fetch: Fetch; now: () => number };
