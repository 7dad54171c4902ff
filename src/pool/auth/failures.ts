import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** Counts credentials that did not prove themselves, per network and in bounded memory. */
export type FailureLimiter = {
  /** Counts one more; returns the seconds until the network's window ends once it has failed too often, else 0. */
  failed(address: string): number;
};

export type FailureLimits = { perWindow: number; windowMs: number; maxNetworks: number };

export const FAILURE_LIMITS: FailureLimits = { perWindow: 30, windowMs: 60_000, maxNetworks: 10_000 };

/**
 * Asked only after a credential was found wrong: jobs behind one NAT share an address, and none of them is refused for
 * what its neighbours send. Keys have 256 random bits, so what is slowed down is the noise and not the chance.
 */
export function createFailureLimiter(
  now: () => number,
  limits: FailureLimits = FAILURE_LIMITS,
): FailureLimiter {
  const windows = new LRUCache<string, { endsAtMs: number; failures: number }>({ max: limits.maxNetworks });
  return {
    failed(address) {
      const network = networkOf(address);
      const nowMs = now();
      const known = windows.get(network);
      const isRunning = known && known.endsAtMs > nowMs && known.endsAtMs <= nowMs + limits.windowMs;
      const window = isRunning ? known : { endsAtMs: nowMs + limits.windowMs, failures: 0 };
      window.failures += 1;
      windows.set(network, window);
      return window.failures > limits.perWindow ? Math.ceil((window.endsAtMs - nowMs) / 1000) : 0;
    },
  };
}

/** One IPv6 customer has at least a /64, so single addresses of it would be no limit at all. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
