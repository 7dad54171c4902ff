import { classifyRefusal, parseRateLimitHeaders, type RateLimit } from '../github/rate-limit.js';
import type { Outcome, Report } from '../wire.js';
import type { Principal } from './leasing/types.js';
import { openParts } from './parts.js';

export { parseRateLimitHeaders, type RateLimit } from '../github/rate-limit.js';

export type PoolOptions = {
  /** A file path for SQLite, or `postgres://…`: the database of the pool's server. */
  database: string;
  /** The server's `TOKEN_ENCRYPTION_KEY`; without it the key file beside a SQLite file is read. */
  encryptionKey?: string;
  /** Who uses the tokens, as owners and operators see it. */
  name: string;
  /** Labels other than the default that this program leases under. */
  labels?: readonly string[];
};

export type TokenWish = {
  /** GitHub's rate-limit resource; `core` unless told. */
  bucket?: string;
  /** Requests that will be made with the token before it is reported; 1 unless told. */
  expectedRequests?: number;
  minRemaining?: number;
  minTtlSeconds?: number;
  label?: string;
};

export type PoolToken = {
  token: string;
  tokenId: number;
  /** The owner's public reference. */
  owner: string;
  /** When GitHub ends the token, in milliseconds since the epoch, or null. */
  expiresAtMs: number | null;
  /** Requests left for lending in the bucket when it was handed out. */
  remaining: number;
};

/** What of a response of GitHub the pool looks at; `fetch`'s Response fits. */
export type HealthResponse = { status: number; headers: Headers };

export type Pool = {
  /** Leases a token; null when no owner has budget: wait, do not retry at once. */
  getToken(wish?: TokenWish): Promise<PoolToken | null>;
  /**
   * Tells the pool how GitHub answered a token: budgets, 401, secondary limits. Settles the token's lease when
   * the token should not be used any further; returns false then.
   */
  syncTokenHealth(tokenId: number, response: HealthResponse): Promise<boolean>;
  /** Settles this program's leases of a token by what is left of its budget. */
  reportUsage(tokenId: number, rateLimit: RateLimit): Promise<void>;
  close(): Promise<void>;
};

/** Opens a pool's database for a program on the same machine or network, without going through its server. */
export async function openPool(options: PoolOptions): Promise<Pool> {
  const parts = await openParts(options.database, options.encryptionKey);
  const principal: Principal = {
    id: `library:${options.name}`,
    kind: 'key',
    name: options.name,
    role: 'lease',
    labels: options.labels ?? [],
    quotaPerHour: null,
  };
  return poolOf(parts, principal);
}

type Parts = Awaited<ReturnType<typeof openParts>>;

/** What GitHub's answer says of a token when its leases end. */
type Ending = { outcome: Outcome; seen?: RateLimit | undefined; retryAfterSeconds?: number | undefined };

function reportOf({ outcome, seen, retryAfterSeconds }: Ending): Report {
  return {
    buckets: seen ? { [seen.bucket]: bucketReport(seen) } : {},
    outcome,
    release: true,
    ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
  };
}

function poolOf({ leasing, close }: Parts, principal: Principal): Pool {
  /** Open leases of this program by token, oldest first. */
  const held = new Map<number, string[]>();
  const settle = async (tokenId: number, ending: Ending) => {
    const leases = held.get(tokenId) ?? [];
    held.delete(tokenId);
    for (const leaseId of leases) await leasing.report(principal, leaseId, reportOf(ending));
  };
  return {
    async getToken(wish = {}) {
      const result = await leasing.lease(principal, leaseRequest(principal, wish));
      const lease = result.granted[0];
      if (!lease) return null;
      held.set(lease.tokenId, [...(held.get(lease.tokenId) ?? []), lease.leaseId]);
      const { token, tokenId, ownerRef: owner, expiresAtMs, remaining } = lease;
      return { token, tokenId, owner, expiresAtMs, remaining };
    },
    async syncTokenHealth(tokenId, response) {
      const seen = parseRateLimitHeaders(response.headers);
      const refusal = classifyRefusal(response.status, response.headers);
      if (refusal === 'none' || refusal === 'forbidden') return true;
      await settle(tokenId, { outcome: refusal, seen, retryAfterSeconds: retryAfterOf(response.headers) });
      return false;
    },
    reportUsage: (tokenId, rateLimit) =>
      settle(tokenId, { outcome: rateLimit.remaining > 0 ? 'ok' : 'exhausted', seen: rateLimit }),
    close,
  };
}

function leaseRequest(principal: Principal, wish: TokenWish) {
  return {
    job: {
      repository: 'library/program',
      workflow: 'library',
      job: principal.name,
      run_id: '0',
      run_attempt: 1,
      event_name: 'library',
    },
    count: 1,
    bucket: wish.bucket ?? 'core',
    expected_requests: wish.expectedRequests ?? 1,
    ...(wish.minRemaining === undefined ? {} : { min_remaining: wish.minRemaining }),
    ...(wish.minTtlSeconds === undefined ? {} : { min_ttl_seconds: wish.minTtlSeconds }),
    ...(wish.label === undefined ? {} : { label: wish.label }),
  };
}

function bucketReport(seen: RateLimit) {
  const { limit, remaining, used } = seen;
  return { limit, remaining, used, reset_at: new Date(seen.resetAtMs).toISOString() };
}

function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
