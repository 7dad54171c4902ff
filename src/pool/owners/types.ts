import type { TokenKind } from '../../wire.js';
import type { OAuthClient, Upstream } from '../github/types.js';
import type { Logger } from '../log.js';
import type { Store } from '../store/types.js';

/** What every use case of this folder needs. Times come from the store's clock, never the process's. */
export type OwnersDeps = {
  store: Store;
  /** The client for the GitHub with this API address. */
  upstream: (apiUrl: string) => Upstream;
  /** The API of the pool's own GitHub, for tokens that name no other. */
  apiUrl: string;
  /** The pool's OAuth client at `apiUrl`, or null without sign-in. */
  oauth: OAuthClient | null;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/** What the background work needs in addition. */
export type UpkeepDeps = OwnersDeps & {
  /** Resolves after the time, or when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1, for jitter. */
  random: () => number;
  /** Identifies this process among its replicas. */
  holder: string;
  /** Aborted when the process ends; running probes are then abandoned, which loses nothing. */
  ending?: AbortSignal;
};

/** How a token was added. Of one `oauth` owner only the newest sign-in counts. */
export type TokenOrigin = 'cli' | 'oauth' | 'import';

/** A token to add. If `ownerId` is given, GitHub is not asked. */
export type TokenOffer = {
  token: string;
  origin: TokenOrigin;
  /** Absent for the default label, which accepts no token that can write. */
  label?: string;
  /** The label for a token that can write and has none; without it such a token is refused. */
  writeLabel?: string;
  /** GitHub user id, or the installation id of a `ghs_` token. */
  ownerId?: number;
  ownerLogin?: string;
  /** Only if the token's prefix does not tell. */
  kind?: TokenKind;
  /** The API of the token's GitHub; the pool's own when absent. */
  apiUrl?: string;
  /** Scopes known from a sign-in; GitHub's answer takes precedence. */
  scopes?: readonly string[];
  expiresAtMs?: number | null;
  refreshToken?: string | null;
  refreshTokenExpiresAtMs?: number | null;
};

export type TokenRefusal =
  | 'format'
  | 'label'
  | 'owner_unknown'
  | 'unauthorized'
  | 'suspended'
  | 'can_write'
  | 'expired'
  | 'unreachable';

/** The result of adding a token. `message` is one line for people that says what to do; it never holds a token. */
export type AddTokenResult =
  | {
      outcome: 'added' | 'updated';
      tokenId: number;
      ownerId: string;
      ownerRef: string;
      login: string;
      kind: TokenKind;
      label: string;
      /** What could not be checked and was assumed, one line each. */
      assumed: string[];
    }
  | { outcome: 'refused'; reason: TokenRefusal; message: string };

/** The background work on owners. `stop` waits for running calls. */
export type Upkeep = { stop: () => Promise<void> };
