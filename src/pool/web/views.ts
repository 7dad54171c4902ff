import type { AnonymousOwner, BucketStatus, LeaseRecord, Owner, Token } from '../store/records.js';
import type { Store } from '../store/types.js';
import type { BucketView, HomeView, OwnerView } from './page/home.js';
import type { MeView, OwnTokenView, UseView } from './page/me.js';

const DAY_MS = 24 * 3_600_000;
const OWNERS_SHOWN = 50;
const USES_SHOWN = 50;

export type ViewDeps = {
  store: Pick<Store, 'stats' | 'budgets' | 'tokens' | 'leases' | 'nowMs'>;
  reservePercent: number;
  canJoin: boolean;
  /** For links to runs, without a trailing slash. */
  githubServerUrl: string;
};

function ownerState(owner: AnonymousOwner): OwnerView['state'] {
  if (owner.status === 'paused') return 'paused';
  if (owner.status === 'cooling' || owner.status === 'suspended') return 'resting';
  return owner.remaining <= 0 ? 'spent' : 'ready';
}

function bucketView(status: BucketStatus): BucketView {
  return {
    bucket: status.bucket,
    owners: status.owners,
    limit: status.limit,
    remaining: status.remaining,
    promised: status.promised,
    free: Math.max(0, status.free),
    openLeases: status.openLeases,
    limitedShare: status.leasesLastHour === 0 ? null : status.limitedShare,
  };
}

/** The bucket that nearly every job spends from comes first; the others by name, as they are. */
function coreFirst(buckets: readonly BucketStatus[]): BucketStatus[] {
  return [...buckets].sort((one, other) => Number(other.bucket === 'core') - Number(one.bucket === 'core'));
}

function limitedShareOf(buckets: readonly BucketStatus[]): number | null {
  const leases = buckets.reduce((sum, bucket) => sum + bucket.leasesLastHour, 0);
  if (leases === 0) return null;
  return buckets.reduce((sum, bucket) => sum + bucket.limitedShare * bucket.leasesLastHour, 0) / leases;
}

/** Gathers what the front page shows: sums and pseudonyms only. */
export async function homeView(deps: ViewDeps): Promise<HomeView> {
  const { stats } = deps.store;
  const nowMs = await deps.store.nowMs();
  const [buckets, tokens, owners] = await Promise.all([
    stats.pool().then(coreFirst),
    stats.tokens(),
    stats.owners('core', OWNERS_SHOWN),
  ]);
  const history = await Promise.all(
    buckets.map(async ({ bucket, limit, remaining }) => ({
      bucket,
      // Samples are taken once a minute; what is now ends the line.
      points: [...(await stats.history(bucket, nowMs - DAY_MS)), { atMs: nowMs, limit, remaining }],
    })),
  );
  return {
    nowMs,
    tokens,
    buckets: buckets.map(bucketView),
    history,
    leasesLastHour: buckets.reduce((sum, bucket) => sum + bucket.leasesLastHour, 0),
    limitedShare: limitedShareOf(buckets),
    owners: owners.map((owner) => ({ ...owner, state: ownerState(owner) })),
    ownersTotal: Math.max(owners.length, ...buckets.map((bucket) => bucket.owners)),
    reservePercent: deps.reservePercent,
    canJoin: deps.canJoin,
  };
}

const TOKEN_WORDS: { readonly [kind: string]: string } = {
  oauth: 'OAuth sign-in',
  app_user: 'App sign-in',
  pat: 'personal access token',
  installation: 'App installation',
};

function ownTokenView(token: Token): OwnTokenView {
  const states = {
    active: 'in use',
    suspect: 'being checked',
    unreadable: 'no longer valid',
    dead: 'no longer valid',
    removed: 'no longer valid',
  } as const;
  return {
    tokenId: token.id,
    kind: TOKEN_WORDS[token.kind] ?? token.kind,
    addedAtMs: token.createdAtMs,
    expiresAtMs: token.expiresAtMs,
    state: states[token.status],
  };
}

/** Leases over the mise-versions contract tell no run; those carry the run id 0. */
function useView(lease: LeaseRecord, githubServerUrl: string): UseView {
  const known = lease.runId !== '0';
  return {
    atMs: lease.grantedAtMs,
    repository: known ? lease.repository : lease.principalName,
    workflow: known ? lease.workflow : '–',
    job: known ? lease.job : '–',
    runUrl: known
      ? `${githubServerUrl}/${lease.repository}/actions/runs/${lease.runId}/attempts/${lease.runAttempt}`
      : null,
    requestsSpent: lease.requestsSpent,
    state: lease.state,
  };
}

/** Gathers a contributor's own page: everything about their tokens, nothing about others. */
export async function meView(
  deps: ViewDeps,
  who: { owner: Owner; csrf: string; beforeMs?: number },
): Promise<MeView> {
  const { owner } = who;
  const [nowMs, budgets, tokens, uses] = await Promise.all([
    deps.store.nowMs(),
    deps.store.budgets.ofOwner(owner.id),
    deps.store.tokens.ofOwner(owner.id),
    deps.store.leases.ofOwner(owner.id, USES_SHOWN, who.beforeMs),
  ]);
  const last = uses[uses.length - 1];
  return {
    nowMs,
    login: owner.login,
    ref: owner.ref,
    paused: owner.paused,
    suspended: owner.status === 'suspended',
    reservePercent: owner.reserve === null ? deps.reservePercent : Math.round(100 * owner.reserve),
    budgets,
    tokens: tokens.filter((token) => token.status !== 'removed').map(ownTokenView),
    uses: uses.map((lease) => useView(lease, deps.githubServerUrl)),
    olderCursor: last !== undefined && uses.length === USES_SHOWN ? String(last.grantedAtMs) : null,
    csrf: who.csrf,
  };
}
