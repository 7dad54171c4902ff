import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Registry } from 'prom-client';
import type { Authenticate } from './auth/types.js';
import type { Config } from './config.js';
import type { Leasing } from './leasing/types.js';
import type { Logger } from './log.js';

/** The figures of the public status: sums only, nothing that leads to an owner. */
export type PoolStatus = {
  owners: { total: number; usable: number; paused: number; resting: number };
  tokens: { total: number; active: number };
  leases: { open: number; lastHour: number; limitedLastHour: number };
  /** Sums over the usable owners, in requests. */
  buckets: {
    bucket: string;
    limit: number;
    remaining: number;
    promised: number;
    nextResetAtMs: number | null;
  }[];
};

/** What the mise-versions contract tells of a token; never its text. */
export type TokenRow = {
  id: number;
  ownerId: string;
  ownerName: string | null;
  usageCount: number;
  lastUsedMs: number | null;
  active: boolean;
  limitedUntilMs: number | null;
  expiresAtMs: number | null;
  lastValidatedMs: number | null;
  scopes: string[] | null;
  createdAtMs: number;
};

export type TokenCheck = {
  id: number;
  ownerId: string;
  ownerName: string | null;
  valid: boolean;
  error?: string;
  rateLimit?: { remaining: number; limit: number; resetAtMs: number };
};

/** The questions the routes ask of the pool besides leasing; each is one call of the store or of the owners. */
export type Insight = {
  status(): Promise<PoolStatus>;
  /** Resolves when the database answers; the fault is in the rejection. */
  ping(): Promise<void>;
  tokens(): Promise<TokenRow[]>;
  /** How many of these were there and are removed now. */
  removeTokens(ids: readonly number[]): Promise<number>;
  /** Asks GitHub about each token now; the only route that does. */
  checkTokens(): Promise<TokenCheck[]>;
  /** The open or recent leases of a principal on a token, newest first; the ground of a legacy report. */
  recentLeases(
    principalId: string,
    tokenId: number,
  ): Promise<{ leaseId: string; grantedAtMs: number; bucket: string; limit: number }[]>;
};

export type AppDeps = {
  leasing: Leasing;
  authenticate: Authenticate;
  insight: Insight;
  config: Pick<Config, 'trustProxy' | 'metricsToken' | 'publicUrl'>;
  logger: Logger;
  now: () => number;
  /** New for each app; counters live in it. */
  metrics: Registry;
  /** Further surfaces, such as the people's pages; each has its own hooks and error handler. */
  surfaces?: readonly FastifyPluginAsync[];
};

export type App = FastifyInstance;
