import { classifyRefusal, parseRateLimitHeaders, type RateLimit } from '../github/rate-limit.js';
import type { Outcome, Report } from '../wire.js';
import { loadConfig } from './config/config.js';
import type { GrantedLease, Principal } from './leasing/types.js';
import { openPoolCore, openPoolCoreAt, type PoolCore } from './pool-core.js';
import type { Owner } from './store/records.js';

export { parseRateLimitHeaders, type RateLimit } from '../github/rate-limit.js';

export type PoolOptions = {
  /** A file path for SQLite, or `postgres://…`: the database of the pool's server. */
  database: string;
  /** The server's `TOKEN_ENCRYPTION_KEY`; without it the key file beside a SQLite file is read. */
  encryptionKey?: string;
  /** The program's name, as owners and operators see it. */
  name: string;
  /** Labels other than the default that this program leases under. */
  labels?: readonly string[];
};

export type TokenWish = {
  /** GitHub's rate-limit resource; `core` by default. */
  bucket?: string;
  /** Requests that will be made with the token before it is reported; 1 by default. */
  expectedRequests?: number;
  minRemaining?: number;
  minTtlSeconds?: number;
  label?: string;
};

/** A leased token, with the names that the pool of val.town gives its fields. */
export type PoolToken = {
  id: number;
  /** The id of the lending account, or of the App's installation. */
  github_user_id: string;
  github_username: string | null;
  token: string;
  /** Requests left for lending in the bucket when it was handed out. */
  rate_limit_remaining: number;
  /** When the window ends, in seconds since the epoch; null while none is open. */
  rate_limit_reset_at: number | null;
  /** When GitHub ends the token, in seconds since the epoch, or null. */
  expires_at: number | null;
};

/** The part of GitHub's response that the pool reads, such as `fetch`'s Response. */
export type HealthResponse = { status: number; headers: Headers };

export type Pool = {
  /** Leases a token; null when no owner has budget: wait, do not retry at once. */
  getToken(request?: TokenWish): Promise<PoolToken | null>;
  /**
   * Reports GitHub's response: records what is left of the budget, ends this program's leases of the token, and stops
   * lending a token that GitHub refused (401) until the server has probed it. False when the token should not be used any
   * more: after a 401, a spent budget or a secondary limit.
   */
  syncTokenHealth(id: number, response: HealthResponse): Promise<boolean>;
  /** Ends this program's leases of a token, and reports what is left of its budget if that is known. */
  reportUsage(id: number, rateLimit: RateLimit | undefined): Promise<void>;
  close(): Promise<void>;
};

/** Opens a pool's database for a program on the same machine or network, without going through its server. */
export async function openPool(options: PoolOptions): Promise<Pool> {
  const core = await openPoolCoreAt(options.database, options.encryptionKey);
  return poolOf(core, principalOf(options.name, options.labels ?? []));
}

function principalOf(name: string, labels: readonly string[]): Principal {
  return { id: `library:${name}`, kind: 'key', name, role: 'lease', labels, quotaPerHour: null };
}

/**
 * The pool of the server's environment variables, for the functions below: opened at the first call, once per program.
 */
const environmentPool = (() => {
  let opened: Promise<Pool> | undefined;
  return {
    get: (): Promise<Pool> => {
      opened ??= openPoolCore(loadConfig(process.env)).then((core) =>
        poolOf(core, principalOf('library', [])),
      );
      return opened;
    },
    takeOpened: (): Promise<Pool> | undefined => {
      const last = opened;
      opened = undefined;
      return last;
    },
  };
})();

export const getToken: Pool['getToken'] = async (request) => (await environmentPool.get()).getToken(request);

export const syncTokenHealth: Pool['syncTokenHealth'] = async (id, response) =>
  (await environmentPool.get()).syncTokenHealth(id, response);

export const reportUsage: Pool['reportUsage'] = async (id, rateLimit) =>
  (await environmentPool.get()).reportUsage(id, rateLimit);

/** Closes the pool that the functions above have opened; they open it again when called. */
export const closePool: Pool['close'] = async () => (await environmentPool.takeOpened())?.close();

/** What GitHub's response says about a token when its leases end. */
type Ending = { outcome: Outcome; seen?: RateLimit | undefined; retryAfterSeconds?: number | undefined };

function reportOf({ outcome, seen, retryAfterSeconds }: Ending): Report {
  return {
    buckets: seen ? { [seen.bucket]: bucketReport(seen) } : {},
    outcome,
    release: true,
    ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
  };
}

function poolOf({ store, leasing, close }: PoolCore, principal: Principal): Pool {
  /** Open leases of this program by token, oldest first. */
  const held = new Map<number, string[]>();
  const settle = async (tokenId: number, ending: Ending) => {
    const leases = held.get(tokenId) ?? [];
    held.delete(tokenId);
    for (const leaseId of leases) await leasing.report(principal, leaseId, reportOf(ending));
  };
  return {
    async getToken(request = {}) {
      const result = await leasing.lease(principal, leaseRequest(principal, request));
      const lease = result.granted[0];
      if (!lease) return null;
      held.set(lease.tokenId, [...(held.get(lease.tokenId) ?? []), lease.leaseId]);
      return tokenOf(lease, await store.owners.find(lease.ownerId));
    },
    async syncTokenHealth(id, { status, headers }) {
      const refusal = classifyRefusal(status, headers);
      const isUsable = refusal === 'none' || refusal === 'forbidden';
      // GitHub counts a refused token's requests as anonymous, and shows that budget.
      const seen = refusal === 'unauthorized' ? undefined : parseRateLimitHeaders(headers);
      await settle(id, {
        outcome: isUsable ? 'ok' : refusal,
        seen,
        retryAfterSeconds: retryAfterOf(headers),
      });
      const token = await store.tokens.find(id);
      if (token && seen) await store.budgets.observe(token.ownerId, seen.bucket, seen);
      if (token && refusal === 'unauthorized') await store.tokens.suspect(id, await store.nowMs());
      return isUsable;
    },
    reportUsage: (id, seen) => settle(id, { outcome: seen?.remaining === 0 ? 'exhausted' : 'ok', seen }),
    close,
  };
}

function tokenOf(lease: GrantedLease, owner: Owner | undefined): PoolToken {
  const seconds = (ms: number | null) => (ms === null ? null : Math.ceil(ms / 1000));
  return {
    id: lease.tokenId,
    github_user_id: String(owner?.accountId ?? ''),
    github_username: owner?.login || null,
    token: lease.token,
    rate_limit_remaining: Math.max(0, Math.floor(lease.remaining)),
    rate_limit_reset_at: seconds(lease.resetAtMs),
    expires_at: seconds(lease.expiresAtMs),
  };
}

function leaseRequest(principal: Principal, request: TokenWish) {
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
    bucket: request.bucket ?? 'core',
    expected_requests: request.expectedRequests ?? 1,
    ...(request.minRemaining === undefined ? {} : { min_remaining: request.minRemaining }),
    ...(request.minTtlSeconds === undefined ? {} : { min_ttl_seconds: request.minTtlSeconds }),
    ...(request.label === undefined ? {} : { label: request.label }),
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
