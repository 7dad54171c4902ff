import type { TokenKind } from '../../wire.js';
import type { HeldLease, ObtainedToken, OidcEndpoint, TokenRequest } from '../sources/types.js';
import { TOKEN_FILES, type ToolFile } from '../tools/token-files.js';

/**
 * A wall clock and one that never jumps. The second is shared by all processes since the machine's start, so
 * that a token's age stays true when the wall clock is set in mid-job.
 */
export type Clock = { readonly wallMs: () => number; readonly monotonicMs: () => number };

/** What `credentials.json` holds. Members in snake_case are documented for readers outside of this project. */
export type Credentials = {
  readonly token: string;
  /** As its issuer said, by the issuer's clock; null: none is known. */
  readonly expires_at: string | null;
  readonly source: ObtainedToken['source'];
  readonly kind: TokenKind;
  readonly owner: string | null;
  readonly lease_id: string | null;
  readonly lease_expires_at: string | null;
  /** How long the token may still be used, measured on this machine's own clocks. */
  readonly life: Life;
  /** For renewing and settling; the same as in the ledger. */
  readonly lease: HeldLease | null;
  readonly obtained: Omit<ObtainedToken, 'token' | 'lease' | 'rateLimit' | 'budgets'>;
};

/** Relative, so that neither a wrong clock of this machine nor a jump of it matters. */
export type Life = {
  readonly obtainedAtWallMs: number;
  readonly obtainedAtMonotonicMs: number;
  /** Null: for ever. */
  readonly livesMs: number | null;
  /** Readers ask for a new token when less than this is left. */
  readonly refreshBeforeMs: number;
};

/** A process, distinguished from a later one with the same id. */
export type ProcessIdentity = {
  readonly pid: number;
  /** In clock ticks since boot; null where the system does not tell. */
  readonly startTicks: string | null;
  /** Process ids mean nothing in another namespace (a container); null where the system has none. */
  readonly pidNamespace: string | null;
};

/** What all processes of a refresh-token step share; kept in `settings.json`, which holds its secrets. */
export type RefreshSettings = {
  readonly request: TokenRequest;
  readonly oidc: OidcEndpoint | null;
  readonly serverUrl: string;
  /** What is written anew with each token, for tools that read it from a file. */
  readonly toolFiles: readonly ToolFile[];
  readonly refreshBeforeMs: number;
  /** Null: the larger of 50 and 1 % of the limit. */
  readonly minRemaining: number | null;
  readonly maxLifetimeMs: number;
  /** The runner's worker process; null where it cannot be seen, as inside a container. */
  readonly worker: ProcessIdentity | null;
  readonly startedAtMonotonicMs: number;
  /** How to start a renewal or the keeper: this node, and the folder of the bundles. */
  readonly nodePath: string;
  readonly bundles: { readonly token: string; readonly keeper: string };
};

/** Names inside of the private folder. */
export const FILES = {
  ...TOKEN_FILES,
  credentials: 'credentials.json',
  settings: 'settings.json',
  /** Every token that this job ever got here, for post to settle. */
  ledger: 'ledger.jsonl',
  failure: 'failure.json',
  keeper: 'keeper.json',
  log: 'keeper.log',
  ghFolder: 'bin',
  /** Prints the token of the moment, for scripts. */
  ask: 'ask',
} as const;
