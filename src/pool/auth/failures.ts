import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** Counts failed authentication per network, in bounded memory. */
export type FailureLimiter = {
  /** Counts a failure. Returns 0, or after too many the seconds until the network's window ends. */
  failed(address: string): number;
};

export type FailureLimits = { perWindow: number; windowMs: number; maxNetworks: number };

const FAILURE_LIMITS: FailureLimits = { perWindow: 30, windowMs: 60_000, maxNetworks: 10_000 };

/**
 * Applies to wrong credentials only: jobs behind one NAT share an address, and must not be refused for what others send.
 * Keys have 256 random bits, so this limits noise rather than guessing. A cache of bounded size does it: the memory
 * store of rate-limiter-flexible has no bound on keys, and a sender with many IPv6 networks could fill it.
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

/** IPv6 customers have a /64 at least, so a limit per address would not limit them. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
