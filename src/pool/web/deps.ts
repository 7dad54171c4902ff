import type { OwnerControls } from '../owners/owner-controls.js';
import type { Store } from '../store/types.js';
import type { ContributorsDeps } from './contributors.js';
import type { OperatorView } from './page/operator.js';
import type { SignInDeps } from './sign-in.js';

export type WebDeps = {
  contributors: ContributorsDeps;
  controls: OwnerControls;
  views: ViewDeps;
  /** Null when the pool has no OAuth app: then the page shows the pool without joining. */
  signIn: SignInDeps | null;
  /** Whether browsers reach the pool over https, so that cookies can be Secure. */
  secureCookies: boolean;
  nowMs: () => number;
};

export type ViewDeps = {
  store: Pick<Store, 'stats' | 'budgets' | 'tokens' | 'leases' | 'nowMs'>;
  reservePercent: number;
  canJoin: boolean;
  operator: OperatorView;
  /** Installations for which GitHub mints no token, by the owner's reference. */
  mintProblems: () => Promise<ReadonlyMap<string, { reason: string }>>;
  /** For links to runs, without a trailing slash. */
  githubServerUrl: string;
};
