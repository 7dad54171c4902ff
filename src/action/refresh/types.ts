import type { TokenKind } from '../../wire.js';
import type { HeldLease, ObtainedToken, OidcEndpoint, TokenRequest } from '../sources/types.js';
import { TOKEN_FILES, type ToolFile } from '../tools/token-files.js';

/**
 * A wall clock and a monotonic one. The latter counts from boot for all processes alike, so a token's age stays right
 * when the wall clock is set during the job.
 */
export type Clock = { readonly wallMs: () => number; readonly monotonicMs: () => number };

/** The content of `credentials.json`. The members in snake_case are documented for users. */
export type Credentials = {
  readonly token: string;
  /** By the issuer's clock; null if unknown or never. */
  readonly expires_at: string | null;
  readonly source: ObtainedToken['source'];
  readonly kind: TokenKind;
  readonly owner: string | null;
  readonly lease_id: string | null;
  readonly lease_expires_at: string | null;
  /** How long the token may be used, by this machine's clocks. */
  readonly life: Life;
  /** For renewals. */
  readonly lease: HeldLease | null;
  readonly obtained: Omit<ObtainedToken, 'token' | 'lease' | 'budgets'>;
};

/** A duration and not a point in time, so that a wrong or adjusted clock does not matter. */
export type Life = {
  readonly obtainedAtWallMs: number;
  readonly obtainedAtMonotonicMs: number;
  /** Null: does not expire. */
  readonly lifetimeMs: number | null;
  /** Readers renew when less than this is left. */
  readonly refreshBeforeMs: number;
};

/** Identifies a process, even if a later one has the same id. */
export type ProcessIdentity = {
  readonly pid: number;
  /** Start time in clock ticks since boot; null on systems without `/proc`. */
  readonly startTicks: string | null;
  /** Process ids are only valid within their namespace (a container); null on systems without `/proc`. */
  readonly pidNamespace: string | null;
};

/** Shared by all processes of a refresh-token step; the content of `settings.json`, secrets included. */
export type RefreshSettings = {
  readonly request: TokenRequest;
  readonly oidc: OidcEndpoint | null;
  readonly serverUrl: string;
  /** Rewritten with each token, for tools that read it from a file. */
  readonly toolFiles: readonly ToolFile[];
  readonly refreshBeforeMs: number;
  /** Null: the larger of 50 and 1 % of the limit. */
  readonly minRemaining: number | null;
  readonly maxLifetimeMs: number;
  /** The runner's worker process; null where it is not visible, as inside a container. */
  readonly worker: ProcessIdentity | null;
  readonly startedAtMonotonicMs: number;
  readonly nodePath: string;
  readonly bundles: { readonly token: string; readonly keeper: string };
};

/** File names in the private folder. */
export const FILES = {
  ...TOKEN_FILES,
  credentials: 'credentials.json',
  settings: 'settings.json',
  /** Every token obtained in this job, for post to settle. */
  ledger: 'ledger.jsonl',
  /** Every token that was in use, for the job's summary. */
  used: 'used.jsonl',
  failure: 'failure.json',
  keeper: 'keeper.json',
  log: 'keeper.log',
  ghFolder: 'bin',
  /** A script that prints the current token. */
  ask: 'ask',
} as const;
