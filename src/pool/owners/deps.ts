import type { Config } from '../config/config.js';
import { upstreams } from '../github/clients.js';
import type { Fetch } from '../github/types.js';
import type { OwnersDeps } from './types.js';

type Parts = Pick<OwnersDeps, 'store' | 'log'> & {
  config: Pick<Config, 'github'>;
  io: { fetch: Fetch; now: () => number };
};

/** The deps of the owners' use cases, for the server and for commands. */
export function ownersDepsOf({ store, log, config, io }: Parts): OwnersDeps {
  const { apiUrl, oauth } = config.github;
  return { store, upstream: upstreams(config, io), apiUrl, oauth, log };
}
