import { sql } from 'kysely';
import type { StoreContext } from './context.js';
import type { Connection, Transaction } from './engine.js';
import { ownerIdOf } from './owner-ids.js';
import type { NewOwner, Owner, OwnerKind, OwnerStatus, TokenStatus } from './records.js';
import type { OwnersTable } from './schema.js';
import { forgetTokens } from './tokens.js';
import type { OwnerStore } from './types.js';

/** Owners, and what decides whether they lend. */
export function createOwnerStore(context: StoreContext): OwnerStore {
  const { engine } = context;
  const change = async (id: string, columns: Partial<OwnersTable>): Promise<void> => {
    await engine.db.updateTable('owners').set(columns).where('id', '=', id).execute();
  };
  return {
    upsert: (owner) => engine.transaction((tx) => upsertOwner(tx, context, owner)),
    ...readsOf(engine),
    setPaused: (id, paused) => change(id, { paused: paused ? 1 : 0 }),
    setReserve: (id, reserve) => change(id, { reserve }),
    setStatus: (id, status) => change(id, { status }),
    async coolDown(id, { untilMs, reason }) {
      const columns = { cooldown_until_ms: untilMs, cooldown_reason: reason };
      const longer = engine.db.updateTable('owners').set(columns).where('cooldown_until_ms', '<', untilMs);
      await longer.where('id', '=', id).execute();
    },
    endCooldown: (id) => change(id, { cooldown_until_ms: 0, cooldown_reason: null }),
    scheduleProbe: (id, atMs) => change(id, { probe_due_ms: atMs }),
    markProbesDue: (before) => engine.transaction((tx) => markProbesDue(tx, context, before)),
    probed: async (id, nextAtMs) =>
      change(id, { probe_due_ms: nextAtMs, probed_at_ms: await engine.nowMs() }),
    remove: (id) => engine.transaction((tx) => removeOwner(tx, id)),
  };
}

type Reads = Pick<OwnerStore, 'find' | 'findByRef' | 'list' | 'dueForProbe'>;

function readsOf(engine: StoreContext['engine']): Reads {
  return {
    async find(id) {
      return (await selectOwners(engine).where('id', '=', id).execute()).map(ownerFrom)[0];
    },
    async findByRef(ref) {
      return (await selectOwners(engine).where('ref', '=', ref).execute()).map(ownerFrom)[0];
    },
    async list() {
      return (await selectOwners(engine).orderBy('created_at_ms').orderBy('id').execute()).map(ownerFrom);
    },
    async dueForProbe(limit) {
      const due = selectOwners(engine)
        .where('status', '<>', 'removed')
        .where('probe_due_ms', '<=', await engine.nowMs());
      return (await due.orderBy('probe_due_ms').orderBy('id').limit(limit).execute()).map(ownerFrom);
    },
  };
}

const LAST_LEASED = '(select max(l.granted_at_ms) from leases l where l.owner_id = owners.id)';

function selectOwners({ db }: Connection) {
  return db
    .selectFrom('owners')
    .selectAll()
    .select(sql.raw<number | null>(LAST_LEASED).as('last_leased_at_ms'));
}

function ownerFrom(row: OwnersTable & { last_leased_at_ms: number | null }): Owner {
  return {
    id: row.id,
    ref: row.ref,
    kind: row.kind as OwnerKind,
    accountId: row.account_id,
    login: row.login,
    apiUrl: row.api_url,
    reserve: row.reserve,
    paused: row.paused === 1,
    status: row.status as OwnerStatus,
    cooldownUntilMs: row.cooldown_until_ms,
    cooldownReason: row.cooldown_reason,
    probeDueMs: row.probe_due_ms,
    probedAtMs: row.probed_at_ms,
    createdAtMs: row.created_at_ms,
    lastLeasedAtMs: row.last_leased_at_ms,
  };
}

async function upsertOwner(tx: Transaction, { secrets }: StoreContext, owner: NewOwner): Promise<Owner> {
  const id = ownerIdOf(owner);
  const values = {
    id,
    ref: secrets.ownerRef(id),
    kind: owner.kind,
    account_id: owner.accountId,
    login: owner.login,
    api_url: owner.apiUrl,
    status: 'active',
    paused: 0,
    cooldown_until_ms: 0,
    probe_due_ms: 0,
    created_at_ms: tx.nowMs,
  };
  const insert = tx.db.insertInto('owners').values(values);
  await insert
    .onConflict((oc) =>
      oc.column('id').doUpdateSet({
        login: owner.login,
        api_url: owner.apiUrl,
        // A removed owner may come back; a suspension is not lifted by a new sign-in.
        status: sql`case when owners.status = 'removed' then 'active' else owners.status end`,
      }),
    )
    .execute();
  return ownerFrom(await selectOwners(tx).where('id', '=', id).executeTakeFirstOrThrow());
}

async function removeOwner(tx: Transaction, id: string): Promise<void> {
  await tx.db.updateTable('owners').set({ status: 'removed', login: '' }).where('id', '=', id).execute();
  await forgetTokens(tx, { ownerId: id });
  await tx.db.deleteFrom('sessions').where('owner_id', '=', id).execute();
}

async function markProbesDue(
  tx: Transaction,
  { rules }: StoreContext,
  { probedBeforeMs, exceptApiUrls }: Parameters<OwnerStore['markProbesDue']>[0],
): Promise<void> {
  const others = exceptApiUrls.map((_, index) => `and api_url <> $${index + 4}`).join(' ');
  await tx.rows(
    `update owners set probe_due_ms = $1
      where status = 'active' and paused = 0 and cooldown_until_ms <= $1 and probe_due_ms > $1
        and coalesce(probed_at_ms, 0) < $2 ${others}
        and id in (select l.owner_id from leases l where l.state = 'open')
        and not exists (select 1 from budgets b where b.owner_id = owners.id and b.bucket = 'core'
          and b.remaining <= b.limit_ * coalesce(owners.reserve, $3) and b.reset_at_ms > $1)`,
    [tx.nowMs, probedBeforeMs, rules.reserve, ...exceptApiUrls],
  );
}

/** Makes the probes of owners due at once. */
export async function requestOwnerProbe({ db }: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.updateTable('owners').set({ probe_due_ms: 0 }).where('id', 'in', ids).execute();
}

/** The present state of a token and its owner. */
export type Lender = {
  tokenStatus: TokenStatus;
  expiresAtMs: number | null;
  ownerStatus: OwnerStatus;
  isPaused: boolean;
  reserve: number | null;
};

export async function lenderOf({ db }: Transaction, tokenId: number): Promise<Lender | undefined> {
  const row = await db
    .selectFrom('tokens')
    .innerJoin('owners', 'owners.id', 'tokens.owner_id')
    .select(['tokens.status as token_status', 'tokens.expires_at_ms', 'owners.status as owner_status'])
    .select(['owners.paused', 'owners.reserve'])
    .where('tokens.id', '=', tokenId)
    .executeTakeFirst();
  return (
    row && {
      tokenStatus: row.token_status as TokenStatus,
      expiresAtMs: row.expires_at_ms,
      ownerStatus: row.owner_status as OwnerStatus,
      isPaused: row.paused === 1,
      reserve: row.reserve,
    }
  );
}
