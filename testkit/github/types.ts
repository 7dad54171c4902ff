/** The public types of the stand-in for GitHub. Times are milliseconds, of the real clock by default. */

import type { Bucket } from './buckets.js';

/** Whose budget is spent: `user:<id>`, `installation:<id>`, `actions:<owner/name>`, `app:<id>`, `anonymous:<ip>`. */
export type OwnerKey = string;

export type Limits = { readonly [B in Bucket]?: number };

export type GitHubOptions = {
  /** Milliseconds since the epoch; `Date.now` unless a test brings its own clock. */
  now?: () => number;
  /** Length of a rate-limit window; GitHub's hour by default. Search windows are a sixtieth of it. */
  windowMs?: number;
  /** Budgets per window of a user, where they differ from GitHub's (5,000 core, 30 search, ...). */
  limits?: Limits;
  /** Lifetime of installation tokens, an hour by default. */
  installationTokenMs?: number;
  /** Lifetime of App user tokens, eight hours by default. */
  appUserTokenMs?: number;
  /** How a spent budget is refused; GitHub does both. Default 403. */
  exhaustedStatus?: 403 | 429;
  /** Off by default. */
  secondary?: SecondaryLimits;
  /** `ghes` serves the API under `/api/v3`; with `rateLimiting: 'off'`, `/rate_limit` answers 404 there. */
  flavour?: 'github.com' | 'ghes';
  rateLimiting?: 'on' | 'off';
  port?: number;
};

export type SecondaryLimits = {
  /** Requests of one owner in flight at once (GitHub: 100). */
  concurrent?: number;
  /** GET 1, writes 5 (GitHub: 900). */
  pointsPerMinute?: number;
  /** What `retry-after` says; 60 by default. The owner stays blocked for that long. */
  retryAfterSeconds?: number;
};

export type User = {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization';
  readonly owner: OwnerKey;
};

export type NewUser = { login?: string; id?: number; type?: 'User' | 'Organization'; limits?: Limits };

/** `pat_classic` is `ghp_`, `pat_fine` is `github_pat_`, `oauth` is `gho_`, `app_user` is `ghu_` with `ghr_`. */
export type UserTokenKind = 'pat_classic' | 'pat_fine' | 'oauth' | 'app_user';

export type NewToken = {
  kind?: UserTokenKind;
  /** Scopes of a classic token, sent as `X-OAuth-Scopes`; none by default. */
  scopes?: readonly string[];
  /** Lifetime from now; unlimited by default, `appUserTokenMs` for `app_user`. */
  lifetimeMs?: number;
  /** The OAuth app or App that it was issued to. */
  clientId?: string;
};

export type IssuedToken = {
  readonly token: string;
  readonly owner: OwnerKey;
  readonly expiresAtMs: number | undefined;
  /** `ghr_`, single use; App user tokens only. */
  readonly refreshToken: string | undefined;
};

export type Repository = { readonly id: number; readonly fullName: string; readonly private: boolean };

export type NewRepository = { private?: boolean; id?: number };

export type NewApp = {
  slug?: string;
  id?: number;
  /** PEM; by default all Apps of a stand-in share one RSA key, generated when first needed. */
  privateKey?: string;
  permissions?: Permissions;
  callbackUrl?: string;
};

export type Permissions = { readonly [name: string]: 'read' | 'write' | 'admin' };

export type App = {
  readonly id: number;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PKCS#1 PEM, as GitHub's settings page gives it. */
  readonly privateKey: string;
};

export type NewInstallation = {
  /** The account it is installed on; a new organization by default. */
  account?: User;
  /** Selected repositories by full name (created when unknown); all of the account's by default. */
  repositories?: readonly string[];
  permissions?: Permissions;
  limits?: Limits;
  /** The format of its tokens; `stateless`, the default, is `ghs_<app id>_<JWT>`. */
  tokenFormat?: 'stateless' | 'opaque';
};

export type Installation = {
  readonly id: number;
  readonly appId: number;
  readonly account: User;
  readonly owner: OwnerKey;
};

export type NewActionsToken = { limit?: number; lifetimeMs?: number; tokenFormat?: 'stateless' | 'opaque' };

export type OAuthApp = { readonly clientId: string; readonly clientSecret: string };

export type NewOAuthApp = { clientId?: string; clientSecret?: string; name?: string; callbackUrl?: string };

/** A budget now; `resetAtMs` is undefined while no window is open. */
export type BudgetView = {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly resetAtMs: number | undefined;
};

export type RecordedRequest = {
  readonly method: string;
  /** Without the query and, on GHES, without `/api/v3`. */
  readonly path: string;
  readonly query: string;
  /** Undefined without a valid credential. */
  readonly owner: OwnerKey | undefined;
  readonly status: number;
  /** The Authorization header as received, to see which identity was used. */
  readonly authorization: string | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly atMs: number;
  /** The bucket that was charged; undefined for a free call. */
  readonly bucket: Bucket | undefined;
};

/** The requests that a fault affects: those that match all fields that are set. */
export type FaultMatch = { path?: string | RegExp; method?: string; owner?: OwnerKey; token?: string };

export type FaultEffect =
  /** Answers with this status; a 401 without a body is GitHub's "Bad credentials". */
  | { kind: 'status'; status: number; body?: unknown; headers?: { [name: string]: string } }
  /** Delays the answer. */
  | { kind: 'latency'; ms: number }
  /** Sends the headers and half of the body, then closes the connection. */
  | { kind: 'drop-mid-body' }
  /** Closes the connection without an answer. */
  | { kind: 'reset' }
  /** Accepts the request and never answers. */
  | { kind: 'silence' };

/** Affects `share` of the matching requests, evenly spread (default all), and ends after `times` (default never). */
export type Fault = { match?: FaultMatch; effect: FaultEffect; times?: number; share?: number };

export type JobClaims = { readonly [name: string]: string | number | boolean };

export type IdTokenOptions = {
  audience?: string;
  /** Seconds; GitHub's are five minutes. */
  lifetimeSeconds?: number;
  issuedAtMs?: number;
  /** `unknown` signs with a key that is not in the JWKS. */
  key?: 'current' | 'unknown';
};

/** What `ACTIONS_ID_TOKEN_REQUEST_URL` and `_TOKEN` hold in a job. */
export type IdTokenRequest = { readonly requestUrl: string; readonly requestToken: string };

export type GitHub = {
  /** `GITHUB_API_URL`, without a trailing slash. */
  readonly apiUrl: string;
  /** `GITHUB_SERVER_URL`. */
  readonly serverUrl: string;
  /** Issuer of the OIDC tokens; its JWKS is found by discovery. */
  readonly issuer: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  clearRequests(): void;

  addUser(fields?: NewUser): User;
  addToken(user: User, fields?: NewToken): IssuedToken;
  addRepository(fullName: string, fields?: NewRepository): Repository;
  /** A job's GITHUB_TOKEN: 1,000 requests per window and repository. */
  addActionsToken(fullName: string, fields?: NewActionsToken): IssuedToken;
  addApp(fields?: NewApp): App;
  addInstallation(app: App, fields?: NewInstallation): Installation;
  /** Mints an installation token without an HTTP request. */
  mintInstallationToken(installation: Installation, fields?: { lifetimeMs?: number }): IssuedToken;
  removeInstallation(installation: Installation): void;
  suspendInstallation(installation: Installation): void;
  unsuspendInstallation(installation: Installation): void;
  addOAuthApp(fields?: NewOAuthApp): OAuthApp;
  /** Sign-ins are approved at once as this user; undefined shows the page with the form again. */
  approveSignInsAs(user: User | undefined): void;

  revokeToken(token: string): void;
  isAlive(token: string): boolean;
  /** Like `isAlive`, but false for a token that was never issued. */
  accepts(token: string): boolean;
  suspendUser(user: User): void;
  unsuspendUser(user: User): void;

  /** Spends n requests of a bucket as if another program had made them; opens the window. */
  spend(owner: OwnerKey, bucket: Bucket, n: number): void;
  budget(owner: OwnerKey, bucket: Bucket): BudgetView;
  setLimits(owner: OwnerKey, limits: Limits): void;
  /** Applies to windows that open from now on. */
  setWindowMs(windowMs: number): void;
  setSecondary(limits: SecondaryLimits | undefined): void;
  /** Returns a function that removes the fault. */
  setFault(fault: Fault): () => void;

  /** The identity of a job with `id-token: write`. */
  addJobIdentity(claims: JobClaims): IdTokenRequest;
  /** Issues an id token without an HTTP request. */
  issueIdToken(claims: JobClaims, options?: IdTokenOptions): Promise<string>;
  /** Replaces the signing key; `forget-old` removes the old one from the JWKS. */
  rotateIdTokenKey(fate: 'keep-old' | 'forget-old'): Promise<void>;

  close(): Promise<void>;
};
