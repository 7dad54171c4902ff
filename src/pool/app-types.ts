import type { FastifyPluginAsync } from 'fastify';
import type { Authenticate } from './auth/types.js';
import type { Config } from './config.js';
import type { Leasing, Principal } from './leasing/types.js';
import type { Logger } from './log.js';
import type { Metrics } from './metrics.js';
import type { Store } from './store/types.js';

/** What GitHub said of one token just now. */
export type TokenCheck = {
  tokenId: number;
  valid: boolean;
  error?: string;
  rateLimit?: { remaining: number; limit: number; resetAtMs: number };
};

export type AppDeps = {
  leasing: Leasing;
  authenticate: Authenticate;
  store: Pick<Store, 'stats' | 'tokens' | 'owners' | 'budgets' | 'leases' | 'audit' | 'ping' | 'nowMs'>;
  /** Asks GitHub about tokens now; the only thing an admin's request may wait for GitHub for. */
  checkTokens: (tokenIds: readonly number[]) => Promise<TokenCheck[]>;
  config: Pick<Config, 'trustProxy' | 'metricsToken'>;
  logger: Logger;
  now: () => number;
  metrics: Metrics;
  /** Further surfaces, such as the people's pages; each brings its own hooks and error handler. */
  surfaces?: readonly FastifyPluginAsync[];
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until a guard let the request pass. */
    principal: Principal | null;
  }
}
