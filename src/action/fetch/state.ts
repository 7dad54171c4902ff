import type { RateLimit } from '../../github/rate-limit.js';
import type { Runner } from '../runner/types.js';
import { parseJson } from '../sources/answers.js';
import type { ObtainedToken } from '../sources/types.js';
import type { GitUndo } from '../tools/git-environment.js';
import type { FetchSettings } from './settings.js';

/** What main saves for post. Not the pool's secret: post reads that input again. */
export type SavedState = {
  readonly tokens: readonly SavedToken[];
  /** What was set up for tools. */
  readonly tools: SavedTools | null;
  readonly githubApiUrl: string;
  readonly bucket: string;
  readonly reportUsage: boolean;
  readonly summary: boolean;
};

export type SavedTools = { readonly folder: string; readonly gitUndo: GitUndo | null };

export type SavedToken = Omit<ObtainedToken, 'lease'> & {
  /** All buckets known at the start. */
  readonly budgets: readonly RateLimit[];
  readonly pool: {
    readonly url: string;
    readonly leaseId: string | null;
    readonly audience: string | null;
  } | null;
};

const NAME = 'fetched';

/**
 * Keeps post's state up to date. Every change is saved at once, so that a cancelled job still gives its leases back; the
 * runner uses the last value saved.
 */
export function createStateWriter(runner: Runner, settings: FetchSettings) {
  const tokens = new Map<string, SavedToken>();
  let tools: SavedTools | null = null;
  const save = () => {
    const state: SavedState = {
      tokens: [...tokens.values()],
      tools,
      githubApiUrl: settings.request.githubApiUrl,
      bucket: settings.request.bucket,
      reportUsage: settings.reportUsage,
      summary: settings.summary,
    };
    runner.saveState(NAME, JSON.stringify(state));
  };
  return {
    keep(token: ObtainedToken) {
      tokens.set(token.token, savedFrom(token));
      save();
    },
    keepTools(installed: SavedTools) {
      tools = installed;
      save();
    },
    drop(token: ObtainedToken) {
      tokens.delete(token.token);
      save();
    },
  };
}

/** Without the lease, whose key must not be saved. */
function savedFrom({ lease, ...token }: ObtainedToken): SavedToken {
  const audience = lease?.auth.kind === 'oidc' ? lease.auth.audience : null;
  const pool = lease ? { url: lease.poolUrl, leaseId: lease.leaseId, audience } : null;
  const budgets = token.budgets ?? (token.rateLimit === null ? [] : [token.rateLimit]);
  return { ...token, budgets, pool };
}

/** What main saved; null if main ended before it had anything to save. */
export function loadState(runner: Runner): SavedState | null {
  // Not validated: this action's main wrote it in the same job, and the runner kept it.
  const state = parseJson(runner.getState(NAME));
  return typeof state === 'object' && state !== null ? (state as SavedState) : null;
}
