import type { RateLimit } from '../../github/rate-limit.js';

/**
 * Why GitHub refused. `forbidden`: a suspended or blocked account, or credentials of the App or OAuth client that
 * GitHub does not take. `not_found`: what was asked for is gone, such as a removed installation.
 */
export type UpstreamRefusal = 'unauthorized' | 'forbidden' | 'not_found' | 'secondary_limited' | 'exhausted';

/** What came of a call: the answer, GitHub's refusal, or no usable answer. Never thrown, never with a secret. */
export type UpstreamResult<T> =
  | { ok: T }
  /** `said` is why GitHub mints no token, in its own plain words. */
  | { refused: UpstreamRefusal; retryAfterSeconds: number | null; said?: string }
  /** Network faults, deadlines, 5xx and answers that make no sense; the text says which, for people. */
  | { unreachable: string };

/** The answer of `GET /rate_limit`. No buckets at all when a GHES has rate limits switched off. */
export type Budgets = {
  buckets: RateLimit[];
  /** Classic and OAuth scopes as of now; null where GitHub tells none. */
  scopes: string[] | null;
  /** From `github-authentication-token-expiration`, which GitHub sends for tokens that expire. */
  expiresAtMs: number | null;
};

/** Whom a user's token belongs to. */
export type Identity = {
  accountId: number;
  login: string;
  accountType: 'User' | 'Organization' | 'Bot' | 'other';
  /** Classic and OAuth scopes from `x-oauth-scopes`; null where GitHub tells none (fine-grained, App tokens). */
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

/** What GitHub gives for a code or a refresh token. The last three are null for tokens that do not expire. */
export type OAuthTokens = {
  token: string;
  scopes: string[];
  refreshToken: string | null;
  expiresAtMs: number | null;
  refreshTokenExpiresAtMs: number | null;
};

/** The pool's client to one GitHub: github.com or a GHES. Each call has a deadline and a size bound. */
export type Upstream = {
  readonly apiUrl: string;
  rateLimit(token: string): Promise<UpstreamResult<Budgets>>;
  whoAmI(token: string): Promise<UpstreamResult<Identity>>;
  installations(app: AppCredentials): Promise<UpstreamResult<Installation[]>>;
  /** Without `permissions` the token has all that the installation grants. */
  mintInstallationToken(
    app: AppCredentials,
    installationId: number,
    permissions?: { [name: string]: string },
  ): Promise<UpstreamResult<MintedToken>>;
  /** Spends the single-use refresh token. `refused: 'unauthorized'`: GitHub no longer takes it. */
  refreshUserToken(client: OAuthClient, refreshToken: string): Promise<UpstreamResult<OAuthTokens>>;
  /** `refused: 'unauthorized'`: the code is wrong, spent or too old. */
  exchangeOAuthCode(
    client: OAuthClient,
    grant: { code: string; codeVerifier: string; redirectUrl: string },
  ): Promise<UpstreamResult<OAuthTokens>>;
  /** Revokes one token. A token that GitHub no longer knows counts as revoked. */
  revokeOAuthToken(client: OAuthClient, token: string): Promise<UpstreamResult<true>>;
  /** Revokes the user's whole authorization, and with it every token it gave out. */
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

/** The one function of the web platform that the client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type UpstreamDeps = { fetch: Fetch; now: () => number };
