import type { RateLimit } from '../../github/rate-limit.js';
import type { Job, TokenKind } from '../../wire.js';
import { ActionFailure } from '../failure.js';
import type { Http } from '../http/types.js';
import type { Log, Mask } from '../runner/types.js';

/** How to authenticate with a pool; an OIDC identity is asked for anew at each use, because it lives minutes. */
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
  /** Names without owner; empty: all that the installation may reach. */
  readonly repositories: readonly string[];
  readonly permissions: { readonly [permission: string]: string } | null;
};

/** One of the several budgets that a job may spend from without a pool, from the inputs `apps` and `tokens`. */
export type Candidate =
  /** The key is as the user wrote it: it is read when the App is tried, so that a broken one harms no other. */
  { readonly kind: 'app'; readonly app: AppSettings } | { readonly kind: 'token'; readonly token: string };

/**
 * Whether the failure of every source is a failure: `implied` where GITHUB_TOKEN would have other rights,
 * `renewal` while an older token is still good.
 */
export type Required = 'no' | 'asked' | 'implied' | 'renewal';

/** What a use case wants. Sources are tried in the order given, pool, candidates, App, then the fallback. */
export type TokenRequest = {
  /** A token that the user chose, as refresh-token's `token`; nothing else is tried then. */
  readonly given: string | null;
  readonly pool: PoolSettings | null;
  /** Several Apps, then tokens, as the user listed them. */
  readonly candidates: readonly Candidate[];
  readonly app: AppSettings | null;
  readonly fallbackToken: string | null;
  /** Why there is no source at all, for the notice; null when one is configured. */
  readonly missingCredentials: string | null;
  readonly required: Required;
  readonly githubApiUrl: string;
  readonly job: Job;
  /** Which leg of its matrix the job is, from 0 on. */
  readonly jobIndex: number;
  readonly count: number;
  readonly bucket: string;
  readonly expectedRequests: number | null;
  readonly minRemaining: number | null;
  readonly minTtlSeconds: number | null;
  readonly label: string | null;
  /** Owners not to be given by the pool. */
  readonly exclude: readonly string[];
  /** Whether a token is tried at `GET /rate_limit` before it is handed on. */
  readonly verify: boolean;
  /** How many rounds of tokens are tried at most; null: three of a pool's, and every candidate. */
  readonly attempts: number | null;
  /** Whether to wait for a pool that has no token now and says when it expects one within the time allowed. */
  readonly wait: boolean;
  /** For everything together. */
  readonly timeoutMs: number;
};

/** One job's claim on a pool's token. */
export type HeldLease = {
  readonly poolUrl: string;
  /** Null at a mise-versions server, which knows no leases. */
  readonly leaseId: string | null;
  readonly leaseExpiresAtMs: number | null;
  readonly auth: PoolAuth;
};

/** What an installation token may do. Both lists are for people. */
export type Grant = {
  /** `contents: read`. */
  readonly permissions: readonly string[];
  readonly hasAllRepositories: boolean;
  /** `owner/name`; GitHub lists them only where the token is for some by name. */
  readonly repositories: readonly string[];
};

export type TokenSourceName = 'pool' | 'apps' | 'tokens' | 'app' | 'given' | 'fallback';

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
  /** The pool speaks the mise-versions contract. */
  readonly legacy: boolean;
  /** Of the bucket asked for, as seen by this job or else as the pool said. */
  readonly rateLimit: RateLimit | null;
  /** Of every bucket, as this job saw them at the start; absent where it did not look. */
  readonly budgets?: readonly RateLimit[];
  readonly fallbackReason: string | null;
  /** Of a token that was minted from an App here. */
  readonly grant?: Grant;
  /** Revoking it harms nobody else. */
  readonly mintedForThisJob: boolean;
};

/** Where GitHub Actions issues OIDC identities for this job; null when `id-token: write` is not granted. */
export type OidcEndpoint = { readonly requestUrl: string; readonly requestToken: string };

export type SourceDeps = {
  readonly http: Http;
  readonly log: Log;
  readonly mask: Mask;
  readonly now: () => number;
  /** Rejects early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly oidc: OidcEndpoint | null;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  /** Called as soon as a token is known and masked, before it is verified, so that post can settle it. */
  readonly onObtained: (token: ObtainedToken) => void;
  /** Called when such a token was settled (reported and released) again, and is of no concern to post. */
  readonly onSettled: (token: ObtainedToken) => void;
};

/** Why no token can be had; the message is one line for people and tells what to do. */
export class SourceFailure extends ActionFailure<SourceFailureCode> {
  /** When asking again may help, if that is known. */
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

/*
 * What this folder offers to use cases:
 *   obtain.ts   obtainTokens(deps, request): Promise<ObtainedToken[]>       never empty; throws SourceFailure
 *   lease.ts    reportLease(deps, lease, report): Promise<ReportAnswer>
 *               renewLease(deps, lease, request): Promise<Renewal>
 *               reportSpentLegacyToken(deps, lease, spent): Promise<void>
 *   revoke.ts   revokeInstallationToken(deps, {githubApiUrl, token}): Promise<'revoked' | 'already_gone'>
 *   verify.ts   readBudget(deps, {githubApiUrl, token, bucket}): Promise<BudgetReading>
 * `LeaseDeps` is what the last three need of `SourceDeps`.
 */
export type LeaseDeps = Pick<
  SourceDeps,
  'http' | 'log' | 'mask' | 'now' | 'sleep' | 'random' | 'oidc' | 'signal'
>;

export type Renewal =
  | { readonly decision: 'keep'; readonly lease: HeldLease }
  | { readonly decision: 'replace'; readonly token: ObtainedToken };

/** What `GET /rate_limit` said of a token. */
export type BudgetReading =
  | { readonly state: 'known'; readonly buckets: ReadonlyMap<string, RateLimit> }
  /** GHES with rate limits off. */
  | { readonly state: 'unlimited' }
  | { readonly state: 'unauthorized' }
  | { readonly state: 'secondary_limited'; readonly retryAfterSeconds: number | null }
  /** GitHub did not answer usably; says nothing about the token. */
  | { readonly state: 'unknown'; readonly why: string };
