import { attribute, type Spender } from '../domain/attribution.js';
import { budgetState, type LeasePromise } from '../domain/budget-state.js';
import { applyObservation, type WindowFigures } from '../domain/observation.js';
import { windowMsOf } from '../domain/probed-buckets.js';
import type { Rules } from '../domain/rules.js';
import { assumedWindow, countedUntilMs, fullWindow, rolled, type Window } from '../domain/window.js';
import { upsertRows } from './bulk-writes.js';
import type { StoreContext } from './context.js';
import type { Connection, Transaction } from './engine.js';
import { windowFrom } from './facts.js';
import { inList, listParameter } from './list-parameters.js';
import { openLeasesOf, writeSpent } from './open-leases.js';
import type { Budget } from './records.js';
import type { BudgetsTable } from './schema.js';
import type { BudgetStore } from './types.js';

/** An owner's window in one bucket, as of now. */
export type OwnedWindow = { ownerId: string; bucket: string; window: Window };

/** What probes observed, and what it means for budgets now. */
export function createBudgetStore({ engine, rules }: StoreContext): BudgetStore {
  const ofOwner = async (ownerId: string): Promise<Budget[]> => {
    const nowMs = await engine.nowMs();
    const [[owner], windows, leases] = await Promise.all([
      ownersBy(engine, [ownerId]),
      windowsOf(engine, [ownerId], nowMs),
      openLeasesOf(engine, [ownerId], nowMs),
    ]);
    if (!owner) return [];
    const budgets = windows.map(({ bucket, window }) => {
      const promises = leases.filter((lease) => lease.bucket === bucket);
      return budgetFrom({ ownerId, bucket, window }, owner.reserve ?? rules.reserve, promises);
    });
    return budgets.sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
  };
  return {
    ofOwner,
    find: async (ownerId, bucket) => (await ofOwner(ownerId)).find((budget) => budget.bucket === bucket),
    observe: (ownerId, bucket, probed) =>
      engine.transaction((tx) => observe(tx, rules, { ownerId, bucket, probed })),
  };
}

type Probed = { ownerId: string; bucket: string; probed: WindowFigures & { seenAtMs?: number } };

async function observe(tx: Transaction, rules: Rules, { ownerId, bucket, probed }: Probed): Promise<boolean> {
  const { nowMs } = tx;
  const [owner] = await ownersBy(tx, [ownerId]);
  if (!owner) return false;
  const windows = await windowsOf(tx, [ownerId], nowMs);
  const known = windows.find((each) => each.bucket === bucket)?.window ?? fullWindow(probed.limit, nowMs);
  const seenAtMs = Math.min(probed.seenAtMs ?? nowMs, nowMs);
  const when = { nowMs, windowMs: windowMsOf(bucket, rules) };
  const taken = applyObservation(known, { ...probed, seenAtMs, by: 'probe', floor: 0 }, when);
  if (!taken) return false;
  const leases = (await openLeasesOf(tx, [ownerId], nowMs)).filter((lease) => lease.bucket === bucket);
  const spending = { drop: taken.drop, sinceMs: countedUntilMs(known), untilMs: seenAtMs };
  await writeSpent(tx, attribute<Spender>(leases, spending));
  await writeWindows(tx, [{ ownerId, bucket, window: taken.window }]);
  return true;
}

type OwnerRow = { id: string; reserve: number | null; created_at_ms: number };

function ownersBy(tx: Connection, ids: readonly string[]): Promise<OwnerRow[]> {
  const sql = `select id, reserve, created_at_ms from owners where ${inList(tx, 'id')}`;
  return tx.rows(sql, [listParameter(tx, ids)]);
}

/** The windows of owners as of now; owners never probed get an assumed one. */
export async function windowsOf(
  tx: Connection,
  ownerIds: readonly string[],
  nowMs: number,
): Promise<OwnedWindow[]> {
  if (ownerIds.length === 0) return [];
  const sql = `select * from budgets where ${inList(tx, 'owner_id')}`;
  const rows = await tx.rows<BudgetsTable>(sql, [listParameter(tx, ownerIds)]);
  const found = rows.flatMap((row): OwnedWindow[] => {
    const window = windowFrom(row);
    return window ? [{ ownerId: row.owner_id, bucket: row.bucket, window: rolled(window, nowMs) }] : [];
  });
  const known = new Set(found.filter(({ bucket }) => bucket === 'core').map(({ ownerId }) => ownerId));
  const others = ownerIds.filter((id) => !known.has(id));
  if (others.length === 0) return found;
  for (const { id, created_at_ms } of await ownersBy(tx, others)) {
    const window = assumedWindow('core', created_at_ms);
    if (window) found.push({ ownerId: id, bucket: 'core', window });
  }
  return found;
}

/** Stores observed windows. */
export function writeWindows(tx: Connection, windows: readonly OwnedWindow[]): Promise<void> {
  const rows = windows.map(({ ownerId, bucket, window }) => ({
    owner_id: ownerId,
    bucket,
    limit_: window.limit,
    remaining: window.remaining,
    reset_at_ms: window.resetAtMs,
    seen_at_ms: window.seenAtMs,
    probed_remaining: window.probedRemaining,
    closed_since_ms: window.closedSinceMs,
  }));
  return upsertRows(tx, { table: 'budgets', key: ['owner_id', 'bucket'] }, rows);
}

function budgetFrom(
  { ownerId, bucket, window }: OwnedWindow,
  reserve: number,
  leases: readonly LeasePromise[],
): Budget {
  const { lendLimit, lendRemaining, promised, openLeases } = budgetState(window, reserve, leases);
  const { limit, remaining, resetAtMs, seenAtMs } = window;
  const seen = { limit, remaining, resetAtMs, seenAtMs };
  return { ownerId, bucket, ...seen, lendLimit, lendRemaining, promised, openLeases };
}
