import type { FastifyPluginAsync } from 'fastify';
import type { FailureLimiter } from '../auth/failures.js';
import type { Authenticate } from '../auth/types.js';
import type { Config } from '../config/config.js';
import type { Leasing } from '../leasing/types.js';
import type { Logger } from '../log.js';
import type { CheckedToken } from '../owners/check.js';
import type { Token } from '../store/records.js';
import type { Store } from '../store/types.js';
import type { FaultPage } from '../web/fault-page.js';
import type { RequestLimits } from './limits.js';
import type { Metrics } from './metrics.js';

export type AppDeps = {
  leasing: Leasing;
  authenticate: Authenticate;
  failures: FailureLimiter;
  store: Pick<Store, 'stats' | 'tokens' | 'owners' | 'budgets' | 'leases' | 'ping' | 'nowMs'>;
  /** Asks GitHub about tokens. Only admins' requests ever wait for GitHub. */
  checkTokens: (tokens: readonly Token[], actor: string) => Promise<CheckedToken[]>;
  /** Removes a token on behalf of an admin; false when there is no such token. */
  removeToken: (tokenId: number, actor: string) => Promise<boolean>;
  config: Pick<Config, 'trustProxy' | 'metricsToken'>;
  logger: Logger;
  now: () => number;
  metrics: Metrics;
  /** Tests set shorter ones. */
  limits?: RequestLimits;
  /** Shows errors to browsers as pages; without it they get JSON. */
  faultPage?: FaultPage;
  /** Further plugins, such as the people's pages; each brings its own hooks. */
  plugins?: readonly FastifyPluginAsync[];
};
