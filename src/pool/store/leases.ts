import { loadBudget, type Moment } from './budget-loads.js';
import { lockOwners, refreshOwners, storing } from './budget-steps.js';
import { createClaims } from './claim.js';
import { claimPromised } from './claim-promised.js';
import { createClaimMemory, refreshDue } from './claim-steps.js';
import type { StoreContext } from './context.js';
import { ask, askAll, type Engine, type Steps } from './engine.js';
import { rememberedReturn } from './lease-returns.js';
import { LEASE_BY_ID, LEASE_COLUMNS, type LeaseRow, leaseById, leaseFrom } from './lease-rows.js';
import { candidatesFrom } from './lease-steps.js';
import { createQueue } from './queue.js';
import { reportTogether, type Told } from './report.js';
import { NEVER_MS } from './standing.js';
import { countingUses } from './token-uses.js';
import type { LeaseStore } from './types.js';

/** Budgets brought up to date in one transaction, so that claims get their turn in between. */
const REFRESH_BATCH = 100;
/** A suspicion that only a job raised lapses when no probe looked into it for so long. */
const JOB_SUSPICION_MS = 300_000;

/** Leases: claimed, reported, prolonged, expired, and read by owners and exports. */
export function createLeaseStore(context: StoreContext): LeaseStore {
  const { engine } = context;
  const memory = createClaimMemory();
  const report = createReports(context);
  const leaseRow = async (id: string) =>
    (await engine.read<LeaseRow>({ sql: LEASE_BY_ID, parameters: [id] }))[0];
  return {
    claim: createClaims(context, memory),
    claimPromised: (request) => claimPromised(context, memory, request),
    availableAt: (request) =>
      engine.atomically((nowMs) => rememberedReturn(context, memory, { request, nowMs })),
    async find(id) {
      const row = await leaseRow(id);
      return row && leaseFrom(row);
    },
    async candidatesOf(id) {
      const row = await leaseRow(id);
      return row ? candidatesFrom(row.explanation) : [];
    },
    async report(id, told) {
      const row = await report({ id, report: told });
      return row && leaseFrom(row);
    },
    extend: (id, endsAtMs) => extend(context, id, endsAtMs),
    expireDue: () => expireDue(context),
    ...leaseLists(engine),
  };
}

type Lists = Pick<LeaseStore, 'countByPrincipalSince' | 'ofOwner' | 'page'>;

function leaseLists(engine: Engine): Lists {
  return {
    async countByPrincipalSince(principalId, sinceMs) {
      const [row] = await engine.read<{ leases: number }>({
        sql: `select count(*) as leases from leases
          where counted = 1 and principal_id = $1 and granted_at_ms >= $2`,
        parameters: [principalId, sinceMs],
      });
      return row?.leases ?? 0;
    },
    async ofOwner(ownerId, limit, beforeMs = NEVER_MS) {
      // Open leases and ended ones each have an index of their own.
      const newest = (state: string) => `select * from (select ${LEASE_COLUMNS} where l.owner_id = $1
        and ${state} and l.granted_at_ms < $3 order by l.granted_at_ms desc, l.id limit $2) found`;
      const sql = `${newest("l.state = 'open'")} union all ${newest("l.state <> 'open'")}
        order by granted_at_ms desc, id limit $2`;
      return (await engine.read<LeaseRow>({ sql, parameters: [ownerId, limit, beforeMs] })).map(leaseFrom);
    },
    async page({ sinceMs, after, limit }) {
      // Ids begin with the time: their order is that of the leases.
      const sql = `select ${LEASE_COLUMNS} where l.id > $2 and l.granted_at_ms >= $1 order by l.id limit $3`;
      return (await engine.read<LeaseRow>({ sql, parameters: [sinceMs, after ?? '', limit] })).map(leaseFrom);
    },
  };
}

function createReports({ engine, rules }: StoreContext) {
  const { dialect } = engine;
  return createQueue({
    atomically: engine.changingBudgets,
    answer: (told: readonly Told[], nowMs) => reportTogether(told, { nowMs, rules, dialect }),
    isOwnFault: engine.isOwnFault,
  });
}

function extend({ engine, rules }: StoreContext, id: string, endsAtMs: number) {
  return engine.changingBudgets(function* (nowMs) {
    const moment: Moment = { nowMs, rules, dialect: engine.dialect };
    const row = yield* leaseById(id);
    if (row?.state !== 'open') return undefined;
    const budget = yield* loadBudget({ ownerId: row.owner_id, bucket: row.bucket }, moment);
    const lease = budget?.leases.find((each) => each.id === id);
    if (!budget) return undefined;
    if (lease) lease.ends_at_ms = endsAtMs;
    yield* askAll([
      {
        sql: 'update leases set ends_at_ms = $2 where id = $1',
        parameters: [id, lease ? endsAtMs : row.ends_at_ms],
      },
      ...storing([budget], moment),
      ...countingUses(budget.expired, moment),
    ]);
    return lease && leaseFrom({ ...row, ends_at_ms: endsAtMs });
  });
}

async function expireDue({ engine, rules }: StoreContext): Promise<number> {
  let expired = 0;
  for (;;) {
    const batch = await engine.changingBudgets((nowMs) =>
      refreshDue({ nowMs, rules, dialect: engine.dialect }, REFRESH_BATCH),
    );
    expired += batch.expired;
    if (batch.budgets < REFRESH_BATCH) break;
  }
  await engine.changingBudgets((nowMs) => lapseSuspicions({ nowMs, rules, dialect: engine.dialect }));
  return expired;
}

const LAPSED = `status = 'suspect' and suspicions = 0 and suspected_at_ms < $1`;

function* lapseSuspicions(moment: Moment): Steps<void> {
  const parameters = [moment.nowMs - JOB_SUSPICION_MS];
  const lapsed = yield* ask<{ owner_id: string }>({
    sql: `select owner_id from tokens where ${LAPSED}`,
    parameters,
  });
  if (lapsed.length === 0) return;
  const owners = lapsed.map((row) => row.owner_id);
  yield* lockOwners(owners, moment);
  const changed = yield* ask<{ owner_id: string }>({
    sql: `update tokens set status = 'active', suspected_at_ms = null, next_probe_at_ms = null
      where ${LAPSED} returning owner_id`,
    parameters,
  });
  yield* refreshOwners(
    changed.map((row) => row.owner_id),
    moment,
  );
}
