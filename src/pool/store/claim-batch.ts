import type { Moment } from './budget-loads.js';
import type { ClaimMemory, Pace } from './claim-steps.js';
import type { NewLease, TokenRow } from './lease-steps.js';
import { freeOf, type RankedOwner, unjudged } from './rank.js';
import type { SlotLook, SlotTop } from './slot-look.js';
import { roomStep } from './standing.js';
import type { ClaimRequest } from './types.js';

/** An owner's budget with the debits of this transaction. */
export type BatchOwner = RankedOwner & {
  /** What finds the row again: its number on SQLite, its version beside its key on PostgreSQL. */
  place: number;
  bucket: string;
  isDebited: boolean;
  /** The debits also changed when the window was opened or when the row is due again, which indexes hold. */
  isRescheduled: boolean;
  /** The step of its headroom before the debits, which an index holds too. */
  stepBefore: number;
};

/** What claims of one transaction share: each owner, token and reference is read once, each debit written once. */
export type Batch = {
  memory: ClaimMemory;
  moment: Moment;
  /** How many leases are wanted in all, so that a look at the best reaches far enough for the last of them. */
  leases: number;
  requests: readonly ClaimRequest[];
  /** The most owners that one of them excludes. */
  excluded: number;
  /** By bucket and id. */
  owners: Map<string, Map<string, BatchOwner>>;
  looks: Map<string, BatchOwner[]>;
  slotLooks: Map<string, SlotLook>;
  tops: Map<string, SlotTop[]>;
  /** By kind of request and owner. */
  tokens: Map<string, Map<string, TokenRow | undefined>>;
  /** The owner debited last, and how many debits there were. */
  lastDebited: BatchOwner | undefined;
  debits: number;
  /** The leases granted, written one after another at the end: that is faster than in between the choices. */
  granted: NewLease[];
  runs: Map<string, Set<string>>;
  closed: Map<string, boolean>;
  paces: Map<string, Pace>;
  dues: Map<string, string>;
  /** Owners by the references that requests exclude. */
  ids: Map<string, string>;
  lastRoom: Map<string, number>;
};

export const runName = ({ job, bucket }: ClaimRequest): string => `${job.run_id} ${bucket} ${job.repository}`;

/** How many leases are wanted by the run of a request. */
export function leasesOfRun({ requests }: Batch, { job, bucket }: ClaimRequest): number {
  let leases = 0;
  for (const other of requests) {
    const isSame = other.job.run_id === job.run_id && other.job.repository === job.repository;
    if (isSame && other.bucket === bucket) leases += other.leaseIds.length;
  }
  return leases;
}

/** Requests of a kind are served with the same tokens. */
export const kindName = ({ label, legacyFormats, minTtlMs }: ClaimRequest): string =>
  `${label} ${legacyFormats} ${minTtlMs}`;

/** Refs of owners never change; past this many the memory of them starts over. */
const MAX_REFS = 10_000;

export function createBatch(
  requests: readonly ClaimRequest[],
  shared: Pick<Batch, 'memory' | 'moment'>,
): Batch {
  const { refs } = shared.memory;
  if (refs.size >= MAX_REFS) refs.clear();
  return {
    ...shared,
    requests,
    excluded: requests.reduce((most, { exclude }) => Math.max(most, exclude.length), 0),
    leases: requests.reduce((sum, { leaseIds }) => sum + leaseIds.length, 0),
    owners: new Map(),
    looks: new Map(),
    slotLooks: new Map(),
    tops: new Map(),
    tokens: new Map(),
    lastDebited: undefined,
    debits: 0,
    granted: [],
    runs: new Map(),
    closed: new Map(),
    paces: new Map(),
    dues: new Map(),
    ids: new Map(),
    lastRoom: new Map(),
  };
}

/** What standings are read as (`STANDING` of claim-sql.ts). */
export type StandingRow = [
  place: number,
  ownerId: string,
  limit: number,
  lendLimit: number,
  lendRemaining: number,
  promised: number,
  variance: number,
  openLeases: number,
  resetAtMs: number | null,
  openedAtMs: number,
  wakeAtMs: number,
];

/** An owner that was read before stands as the claims since have left it. */
export function known({ owners }: Batch, bucket: string, row: StandingRow): BatchOwner {
  const ofBucket = owners.get(bucket) ?? new Map<string, BatchOwner>();
  const before = ofBucket.get(row[1]);
  if (before) return before;
  if (ofBucket.size === 0) owners.set(bucket, ofBucket);
  const owner: BatchOwner = {
    place: row[0],
    ownerId: row[1],
    bucket,
    limit: row[2],
    lendLimit: row[3],
    lendRemaining: row[4],
    promised: row[5],
    variance: row[6],
    openLeases: row[7],
    resetAtMs: row[8],
    openedAtMs: row[9],
    wakeAtMs: row[10],
    isDebited: false,
    isRescheduled: false,
    stepBefore: 0,
    judged: unjudged(),
  };
  ofBucket.set(owner.ownerId, owner);
  return owner;
}

/** Takes a lease out of what its owner has left; never promises more than is free, also beyond the headroom. */
export function debit(batch: Batch, owner: BatchOwner, request: ClaimRequest): void {
  const { nowMs } = batch.moment;
  if (!owner.isDebited) owner.stepBefore = roomStep(owner);
  if (owner.resetAtMs === null && owner.openLeases === 0) {
    owner.openedAtMs = nowMs;
    owner.isRescheduled = true;
    const pace = batch.paces.get(owner.bucket);
    if (pace) pace.dueMs = Math.max(pace.dueMs, nowMs) + pace.everyMs;
  }
  owner.promised += Math.min(request.need, freeOf(owner));
  owner.variance += request.deviation ** 2;
  owner.openLeases += 1;
  const endsAtMs = nowMs + request.leaseMs;
  if (endsAtMs < owner.wakeAtMs) {
    owner.wakeAtMs = endsAtMs;
    owner.isRescheduled = true;
  }
  owner.isDebited = true;
  owner.judged.deviation = Number.NaN;
  batch.lastDebited = owner;
  batch.debits += 1;
}
