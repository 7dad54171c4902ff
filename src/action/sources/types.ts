import type { RateLimit } from '../../github/rate-limit.js';
import type { Job, TokenKind } from '../../wire.js';
import { CodedError } from '../../coded-error.js';
import type { Http } from '../http/types.js';
import type { Log, Mask } from '../runner/types.js';

/** How to authenticate with a pool. Each request gets a new OIDC identity, because a pool accepts each only once. */
export type PoolAuth =
  | { readonly kind: 'key'; readonly secret: string }
  | { readonly kind: 'oidc'; readonly audience: string };

export type PoolSettings = { readonly url: string; readonly auth: PoolAuth };

export type AppSettings = {
  /** Client id or App id. */
  readonly id: string;
  readonly privateKeyPem: string;
  /** Null: the owner of the job's repository. */
  readonly owner: string | null;
  /** Names without owner. Empty: all of `owner`, or the job's repository if that is null. */
  readonly repositories: readonly string[];
  readonly permissions: { readonly [permission: string]: string } | null;
};

/** An entry of the inputs `apps` and `tokens`: one of several budgets to spend from without a pool. */
export type Candidate =
  /** The key is unparsed until the App is tried, so that a broken one does not affect the others. */
  { readonly kind: 'app'; readonly app: AppSettings } | { readonly kind: 'token'; readonly token: string };

/**
 * Whether to fail instead of falling back: `asked` by the user, `implied` where GITHUB_TOKEN would have other rights,
 * `renewal` while the current token still works.
 */
export type Required = 'no' | 'asked' | 'implied' | 'renewal';

/** Which tokens to get; `obtainTokens` has the order of the sources. */
export type TokenRequest = {
  /** The input `token` of refresh-token. If set, nothing else is tried. */
  readonly given: string | null;
  readonly pool: PoolSettings | null;
  /** Several Apps, then tokens, as the user listed them. */
  readonly candidates: readonly Candidate[];
  readonly app: AppSettings | null;
  readonly fallbackToken: string | null;
  /** Why there is no source at all; null if one is configured. */
  readonly missingCredentials: string | null;
  readonly required: Required;
  readonly githubApiUrl: string;
  readonly job: Job;
  /** The job's index in its matrix, from 0. */
  readonly jobIndex: number;
  readonly count: number;
  readonly bucket: string;
  readonly expectedRequests: number | null;
  readonly minRemaining: number | null;
  readonly minTtlSeconds: number | null;
  readonly label: string | null;
  /** Owners whose tokens are not wanted. */
  readonly exclude: readonly string[];
  /** Whether to check a token at `GET /rate_limit`. */
  readonly verify: boolean;
  /** The most rounds of tokens to try; null: three of a pool's, and every candidate. */
  readonly attempts: number | null;
  /** Whether to wait for a pool that has no token now but expects one before the timeout. */
  readonly wait: boolean;
  /** For everything together. */
  readonly timeoutMs: number;
};

/** A lease of a pool's token. */
export type HeldLease = {
  readonly poolUrl: string;
  /** Null for a mise-versions server, which has no leases. */
  readonly leaseId: string | null;
  readonly leaseExpiresAtMs: number | null;
  readonly auth: PoolAuth;
};

/** What an installation token may do. Both lists are for people. */
export type Grant = {
  /** `contents: read`. */
  readonly permissions: readonly string[];
  readonly hasAllRepositories: boolean;
  /** `owner/name`; GitHub lists them only if the token was asked for by repository. */
  readonly repositories: readonly string[];
};

export const TOKEN_SOURCES = ['pool', 'apps', 'tokens', 'app', 'given', 'fallback'] as const;

export type TokenSourceName = (typeof TOKEN_SOURCES)[number];

export type ObtainedToken = {
  readonly source: TokenSourceName;
  readonly token: string;
  readonly kind: TokenKind;
  /** The pool's number for the token. */
  readonly tokenId: number | null;
  /** Whose budget it spends, as the pool or GitHub names it; null when not known. */
  readonly ownerRef: string | null;
  readonly expiresAtMs: number | null;
  readonly lease: HeldLease | null;
  /** Of the requested bucket, as this job read it, or as the pool said. */
  readonly rateLimit: RateLimit | null;
  /** Of every bucket, as this job read them at the start; absent if it did not. */
  readonly budgets?: readonly RateLimit[];
  readonly fallbackReason: string | null;
  /** Set if the token was minted from an App. */
  readonly grant?: Grant;
  /** Only this job uses it, so it can be revoked. */
  readonly mintedForThisJob: boolean;
};

/** Where the job gets OIDC identities, if it has `id-token: write`. */
export type OidcEndpoint = { readonly requestUrl: string; readonly requestToken: string };

/** What every request to a pool or to GitHub needs. */
export type RequestDeps = {
  readonly http: Http;
  readonly log: Log;
  readonly mask: Mask;
  readonly now: () => number;
  /** Rejects early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly oidc: OidcEndpoint | null;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
};

export type SourceDeps = RequestDeps & {
  /** Called as soon as a token is obtained and masked, before it is checked, so that post can settle it. */
  readonly onObtained: (token: ObtainedToken) => void;
  /** Called when a token was settled (its lease given back, or the token revoked), so post can ignore it. */
  readonly onSettled: (token: ObtainedToken) => void;
};

/** Why there is no token, and what to do. */
export class SourceFailure extends CodedError<SourceFailureCode> {
  /** When to ask again, if known. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: SourceFailureCode,
    message: string,
    options?: { cause?: unknown; retryAfterSeconds?: number | null },
  ) {
    super(code, message, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
  }
}

export type SourceFailureCode =
  | 'no_credential'
  | 'unreachable'
  | 'refused'
  | 'exhausted'
  | 'bad_answer'
  | 'bad_token'
  | 'bad_key'
  | 'lease_ended'
  | 'cancelled';

export type Renewal =
  | { readonly decision: 'keep'; readonly lease: HeldLease }
  | { readonly decision: 'replace'; readonly token: ObtainedToken };

/** What `GET /rate_limit` says about a token. */
export type BudgetReading =
  | { readonly state: 'known'; readonly buckets: ReadonlyMap<string, RateLimit> }
  /** GHES with rate limits off. */
  | { readonly state: 'unlimited' }
  | { readonly state: 'unauthorized' }
  | { readonly state: 'secondary_limited'; readonly retryAfterSeconds: number | null }
  /** No usable answer from GitHub, which says nothing about the token. */
  | { readonly state: 'unknown'; readonly why: string };
