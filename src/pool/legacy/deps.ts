import type { Outcome } from '../../wire.js';
import type { Authenticate } from '../auth/types.js';
import type { LeaseResult, Leasing } from '../leasing/types.js';
import type { CheckedToken } from '../owners/check.js';
import type { Token } from '../store/records.js';
import type { Store } from '../store/types.js';

/** What the routes of the mise-versions contract need. */
export type LegacyDeps = {
  leasing: Leasing;
  authenticate: Authenticate;
  store: Pick<Store, 'stats' | 'tokens' | 'owners' | 'budgets' | 'leases' | 'ping'>;
  /** Asks GitHub about tokens. Only admins' requests ever wait for GitHub. */
  checkTokens: (tokens: readonly Token[], actor: string) => Promise<CheckedToken[]>;
  /** Removes a token on behalf of an admin; false when there is no such token. */
  removeToken: (tokenId: number, actor: string) => Promise<boolean>;
  now: () => number;
  /** Called with the result of each request for a lease and each report, for the metrics. */
  onLeased: (result: LeaseResult) => void;
  onReported: (outcome: Outcome) => void;
};
