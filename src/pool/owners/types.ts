import type { TokenKind } from '../../wire.js';
import type { OAuthClient, Upstream } from '../github/types.js';
import type { Logger } from '../log.js';
import type { Store } from '../store/types.js';

/** What every use case of this folder needs. The store's clock decides; nothing here asks the process's. */
export type OwnersDeps = {
  store: Store;
  /** The client to the GitHub with this API address; makes one for an address not seen before. */
  upstream: (apiUrl: string) => Upstream;
  /** The pool's own GitHub: for tokens whose API is not told. */
  apiUrl: string;
  /** The OAuth client of the pool at `apiUrl`, or null where nobody signs in. */
  oauth: OAuthClient | null;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/** What the background work needs besides. */
export type HealthDeps = OwnersDeps & {
  /** Resolves after the time, or at once when the signal ends it. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1, for jitter. */
  random: () => number;
  /** Tells this process from its replicas. */
  holder: string;
  /** Aborted when the process ends: probes under way are then given up, since nothing is lost with them. */
  ending?: AbortSignal;
};

/** How a token came into the pool. Of one `oauth` owner only the newest sign-in counts. */
export type TokenOrigin = 'cli' | 'oauth' | 'import';

/** A token offered to the pool. With `ownerId` given, GitHub is not asked anything. */
export type TokenOffer = {
  token: string;
  origin: TokenOrigin;
  /** Absent for the default label, which takes no token that can write. */
  label?: string;
  /** The label for a token without one that turns out to be able to write, which is refused otherwise. */
  writeLabel?: string;
  /** GitHub user id, or the installation id of a `ghs_` token. */
  ownerId?: number;
  ownerLogin?: string;
  /** Only where the text of the token does not tell it. */
  kind?: TokenKind;
  /** The GitHub that the token is for; the pool's own when absent. */
  apiUrl?: string;
  /** What is already known of the token's scopes, as from a sign-in; GitHub's own word goes before it. */
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

/** What came of an offer. `message` is one line for people, with what to do now; never a token in it. */
export type AddTokenResult =
  | {
      outcome: 'added' | 'updated';
      tokenId: number;
      ownerId: string;
      ownerRef: string;
      login: string;
      kind: TokenKind;
      label: string;
      /** What could not be checked and was taken for granted, one line each. */
      assumed: string[];
    }
  | { outcome: 'refused'; reason: TokenRefusal; message: string };

/** The background work on owners. `stop` ends it after the calls under way. */
export type HealthLoop = { stop: () => Promise<void> };
