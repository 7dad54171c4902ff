import type { Outcome } from '../../wire.js';
import type { Authenticate } from '../auth/types.js';
import type { LeaseResult, Leasing } from '../leasing/types.js';
import type { CheckedToken } from '../owners/check.js';
import type { Token } from '../store/records.js';
import type { Store } from '../store/types.js';

/** What the mise-versions contract stands on. */
export type LegacyDeps = {
  leasing: Leasing;
  authenticate: Authenticate;
  store: Pick<Store, 'stats' | 'tokens' | 'owners' | 'budgets' | 'leases' | 'ping'>;
  /** Asks GitHub about tokens now; the only thing for which a request waits for GitHub, and an admin's only. */
  checkTokens: (tokens: readonly Token[], actor: string) => Promise<CheckedToken[]>;
  /** Forgets a token in the name of an admin; false when there is no such token. */
  removeToken: (tokenId: number, actor: string) => Promise<boolean>;
  now: () => number;
  /** Called with what came of a request for one lease, and of each mark of a spent token, for the metrics. */
  onLeased: (result: LeaseResult) => void;
  onReported: (outcome: Outcome) => void;
};
