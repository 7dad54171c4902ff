import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LeaseResult } from '../leasing/types.js';
import type { BucketStatus } from '../store/records.js';

/** The pool's instruments. Labels come from fixed sets only: no owner, login, repository or address. */
export type Metrics = {
  registry: Registry;
  leaseRequests: Counter<'outcome'>;
  leasesGranted: Counter<'kind'>;
  reports: Counter<'outcome'>;
  renewals: Counter<'decision'>;
  refusals: Counter<'code'>;
  durations: Histogram<'route' | 'method' | 'status'>;
  gauges: {
    budget: Gauge<'bucket' | 'part'>;
    owners: Gauge<'bucket'>;
    openLeases: Gauge<'bucket'>;
    limitedShare: Gauge<'bucket'>;
  };
};

/** Creates the metrics in the caller's registry, so that two apps in one process do not share counts. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  return {
    registry,
    leaseRequests: counter(registers, {
      name: 'token_pool_lease_requests_total',
      help: 'Requests for leases by outcome: full, partial or exhausted',
      label: 'outcome',
    }),
    leasesGranted: counter(registers, {
      name: 'token_pool_leases_granted_total',
      help: 'Leases granted by kind of token',
      label: 'kind',
    }),
    reports: counter(registers, {
      name: 'token_pool_reports_total',
      help: 'Reports of jobs by what they met',
      label: 'outcome',
    }),
    renewals: counter(registers, {
      name: 'token_pool_renewals_total',
      help: 'Renewals by decision',
      label: 'decision',
    }),
    refusals: counter(registers, {
      name: 'token_pool_refusals_total',
      help: 'Requests answered with an error, by its code',
      label: 'code',
    }),
    durations: new Histogram({
      name: 'token_pool_request_duration_seconds',
      help: 'Time to answer by route',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    gauges: createGauges(registers),
  };
}

/** Counts a request for leases by its outcome. */
export function countLeases(metrics: Metrics, result: LeaseResult, requested: number): void {
  const { granted } = result;
  const outcome = granted.length === 0 ? 'exhausted' : granted.length < requested ? 'partial' : 'full';
  metrics.leaseRequests.inc({ outcome });
  for (const { kind } of granted) metrics.leasesGranted.inc({ kind });
}

/** Sets the gauges from the store; called when they are scraped. */
export function showBudgets(metrics: Metrics, rows: readonly BucketStatus[]): void {
  const { budget, owners, openLeases, limitedShare } = metrics.gauges;
  for (const gauge of [budget, owners, openLeases, limitedShare]) gauge.reset();
  for (const row of rows) {
    const { bucket } = row;
    for (const part of ['limit', 'remaining', 'promised', 'free'] as const)
      budget.set({ bucket, part }, row[part]);
    owners.set({ bucket }, row.owners);
    openLeases.set({ bucket }, row.openLeases);
    limitedShare.set({ bucket }, row.limitedShare);
  }
}

function counter<L extends string>(
  registers: Registry[],
  about: { name: string; help: string; label: L },
): Counter<L> {
  return new Counter({ name: about.name, help: about.help, labelNames: [about.label], registers });
}

function createGauges(registers: Registry[]): Metrics['gauges'] {
  const perBucket = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['bucket'], registers });
  return {
    budget: new Gauge({
      name: 'token_pool_budget_requests',
      help: 'Requests over all owners that can be leased, by bucket: limit, remaining, promised and free',
      labelNames: ['bucket', 'part'],
      registers,
    }),
    owners: perBucket('token_pool_owners', 'Owners that can be leased'),
    openLeases: perBucket('token_pool_open_leases', 'Leases not yet settled'),
    limitedShare: perBucket(
      'token_pool_limited_share',
      'Share of the jobs of the last hour that hit a limit, 0 to 1',
    ),
  };
}
