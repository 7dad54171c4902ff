import { createUpstream } from './client.js';
import type { Upstream, UpstreamDeps } from './types.js';

/** Gives the client to each GitHub that the pool's tokens are for; `serverUrl` belongs to the pool's own. */
export function createUpstreams(
  deps: UpstreamDeps,
  config: { apiUrl: string; serverUrl: string; timeoutMs: number; userAgent: string },
): (apiUrl: string) => Upstream {
  const clients = new Map<string, Upstream>();
  return (apiUrl) => {
    const { timeoutMs, userAgent } = config;
    const own = apiUrl === config.apiUrl ? { serverUrl: config.serverUrl } : {};
    const client = clients.get(apiUrl) ?? createUpstream(deps, { apiUrl, timeoutMs, userAgent, ...own });
    clients.set(apiUrl, client);
    return client;
  };
}
