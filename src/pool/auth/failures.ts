import { isIPv6 } from 'node:net';

/** Counts failed authentications per address, in bounded memory. */
export type FailureLimiter = {
  /** Seconds for which this address is refused unheard; 0 when it is heard. */
  refusedForSeconds(address: string): number;
  failed(address: string): void;
};

export type FailureLimits = { perWindow: number; windowMs: number; maxAddresses: number };

export const FAILURE_LIMITS: FailureLimits = { perWindow: 30, windowMs: 60_000, maxAddresses: 10_000 };

/** When there are more addresses than fit, the one that failed longest ago is forgotten. */
export function createFailureLimiter(
  now: () => number,
  limits: FailureLimits = FAILURE_LIMITS,
): FailureLimiter {
  const windows = new Map<string, { endsAtMs: number; failures: number }>();
  return {
    refusedForSeconds(address) {
      if (windows.size === 0) return 0;
      const window = windows.get(networkOf(address));
      if (!window || window.failures < limits.perWindow) return 0;
      return Math.max(0, Math.ceil((window.endsAtMs - now()) / 1000));
    },
    failed(address) {
      const network = networkOf(address);
      const known = windows.get(network);
      const current =
        known && known.endsAtMs > now() ? known : { endsAtMs: now() + limits.windowMs, failures: 0 };
      current.failures += 1;
      // Deleting first moves the entry to the end of the map's order, which is the order of forgetting.
      windows.delete(network);
      windows.set(network, current);
      const oldest = windows.keys().next();
      if (windows.size > limits.maxAddresses && !oldest.done) windows.delete(oldest.value);
    },
  };
}

/** One IPv6 customer has at least a /64, so single addresses of it would be no limit at all. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = address.split('%', 1)[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::')
    ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
    : [];
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
