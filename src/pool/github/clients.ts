import type { Config } from '../config/config.js';
import { createUpstream } from './client.js';
import type { Fetch, Upstream } from './types.js';

const UPSTREAM_TIMEOUT_MS = 10_000;
const USER_AGENT = 'token-pool (fetch-token)';

/** The clients for the GitHubs that tokens belong to, by API address; created when first needed. */
export function upstreams(
  config: Pick<Config, 'github'>,
  deps: { fetch: Fetch; now: () => number },
): (apiUrl: string) => Upstream {
  const known = new Map<string, Upstream>();
  return (apiUrl) => {
    const found = known.get(apiUrl);
    if (found) return found;
    // Only the pool's own GitHub has a configured address for sign-in; others derive theirs.
    const server = apiUrl === config.github.apiUrl ? { serverUrl: config.github.serverUrl } : {};
    const made = createUpstream(deps, {
      apiUrl,
      ...server,
      timeoutMs: UPSTREAM_TIMEOUT_MS,
      userAgent: USER_AGENT,
    });
    known.set(apiUrl, made);
    return made;
  };
}
