import type { TokenKind } from '../../wire.js';

/** How a token came into the pool. Of one `oauth` owner only the newest login counts. */
export type TokenOrigin = 'cli' | 'oauth' | 'import' | 'app';

/** A token offered to the pool. With `ownerId` given, GitHub is not asked anything. */
export type TokenOffer = {
  token: string;
  origin: TokenOrigin;
  /** Absent for the default label, which takes no token that can write. */
  label?: string;
  /** GitHub user id, or the installation id of a `ghs_` token. */
  ownerId?: number;
  ownerLogin?: string;
  /** Only where the text of the token does not tell it. */
  kind?: TokenKind;
  /** The GitHub that the token is for; the pool's own when absent. */
  apiUrl?: string;
  expiresAtMs?: number | null;
  refreshToken?: string | null;
  refreshTokenExpiresAtMs?: number | null;
};

export type IntakeRefusal =
  | 'format'
  | 'owner_unknown'
  | 'unauthorized'
  | 'suspended'
  | 'can_write'
  | 'expired'
  | 'unreachable';

/** What came of an offer. `message` is one line for people, with what to do now; never a token in it. */
export type IntakeResult =
  | {
      outcome: 'added' | 'updated';
      tokenId: number;
      ownerId: number;
      ownerRef: string;
      login: string | null;
      kind: TokenKind;
      label: string;
      /** What could not be checked and was taken for granted, one line each. */
      assumed: string[];
    }
  | { outcome: 'refused'; reason: IntakeRefusal; message: string };

/** The background work on owners. `stop` ends it after the calls under way. */
export type HealthLoop = { stop: () => Promise<void> };
