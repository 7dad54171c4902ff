import type { OwnerControls } from '../owners/owner-controls.js';
import type { ViewDeps } from './contributor-views.js';
import type { ContributorsDeps } from './contributors.js';
import type { SignInDeps } from './sign-in.js';

export type WebDeps = {
  contributors: ContributorsDeps;
  controls: OwnerControls;
  views: ViewDeps;
  /** Null when the pool has no OAuth app: then the page shows the pool and nobody can join. */
  signIn: SignInDeps | null;
  /** Whether browsers reach the pool over https, so that cookies may insist on it. */
  secureCookies: boolean;
  nowMs: () => number;
};
