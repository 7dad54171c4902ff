import { sql } from 'kysely';
import type { Moment } from './budget-loads.js';
import { lockOwners, refreshOwners } from './budget-steps.js';
import type { StoreContext } from './context.js';
import { ask, type Engine, type Query, type Steps } from './engine.js';
import type { NewOwner, Owner } from './records.js';
import { ownerFrom } from './token-rows.js';
import { lastLeased } from './token-uses.js';
import type { OwnerStore } from './types.js';

const PUBLIC_API_HOST = 'api.github.com';

/** The id under which an owner's tokens share a budget: the account, and the API that counts it. */
export function ownerIdOf({ kind, accountId, apiUrl }: Omit<NewOwner, 'login'>): string {
  const host = new URL(apiUrl).host;
  return `${kind}:${accountId}${host === PUBLIC_API_HOST ? '' : `@${host}`}`;
}

/** Owners and what decides whether they lend. */
export function createOwnerStore(context: StoreContext): OwnerStore {
  const { engine } = context;
  const change = (id: string, query: Query) => changeOwner(context, id, query);
  const update = (id: string) => engine.db.updateTable('owners').where('id', '=', id);
  return {
    upsert: (owner) => upsertOwner(context, owner),
    ...ownerReads(engine),
    setPaused: (id, paused) =>
      change(
        id,
        update(id)
          .set({ paused: paused ? 1 : 0 })
          .compile(),
      ),
    setReserve: (id, reserve) => change(id, update(id).set({ reserve }).compile()),
    setStatus: (id, status) => change(id, update(id).set({ status }).compile()),
    coolDown: (id, { untilMs, reason }) =>
      change(id, {
        sql: `update owners set cooldown_until_ms = $2, cooldown_reason = $3 where id = $1 and cooldown_until_ms < $2`,
        parameters: [id, untilMs, reason],
      }),
    endCooldown: (id) =>
      change(id, update(id).set({ cooldown_until_ms: 0, cooldown_reason: null }).compile()),
    async scheduleProbe(id, atMs) {
      await update(id).set({ probe_due_ms: atMs }).execute();
    },
    hastenProbes: (before) => hastenProbes(context, before),
    async probed(id, nextAtMs) {
      await update(id)
        .set({ probe_due_ms: nextAtMs, probed_at_ms: await engine.nowMs() })
        .execute();
    },
    remove: (id) => removeOwner(context, id),
  };
}

type Reads = Pick<OwnerStore, 'find' | 'findByRef' | 'list' | 'dueForProbe'>;

function ownerReads(engine: Engine): Reads {
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

function selectOwners(engine: Engine) {
  return engine.db
    .selectFrom('owners')
    .selectAll()
    .select(sql.raw<number | null>(lastLeased('owners.id')).as('last_leased_at_ms'));
}

function upsertOwner({ engine, secrets }: StoreContext, owner: NewOwner): Promise<Owner> {
  const id = ownerIdOf(owner);
  return engine.atomically(function* (nowMs) {
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
      created_at_ms: nowMs,
    };
    const insert = engine.db.insertInto('owners').values(values);
    yield* ask(
      insert
        .onConflict((oc) =>
          oc.column('id').doUpdateSet({
            login: owner.login,
            api_url: owner.apiUrl,
            // Who left and comes back is welcome; a suspension is not lifted by a new login.
            status: sql`case when owners.status = 'removed' then 'active' else owners.status end`,
          }),
        )
        .compile(),
    );
    const [row] = yield* ask(selectOwners(engine).where('id', '=', id).compile());
    if (!row) throw new Error(`The owner ${id} could not be stored; check the database.`);
    return ownerFrom(row);
  });
}

function changeOwner({ engine, rules }: StoreContext, id: string, query: Query): Promise<void> {
  return engine.changingBudgets(function* (nowMs) {
    const moment: Moment = { nowMs, rules, dialect: engine.dialect };
    yield* lockOwners([id], moment);
    yield* ask(query);
    yield* refreshOwners([id], moment);
  });
}

function removeOwner({ engine, rules }: StoreContext, id: string): Promise<void> {
  return engine.changingBudgets(function* (nowMs) {
    const moment: Moment = { nowMs, rules, dialect: engine.dialect };
    yield* lockOwners([id], moment);
    yield* ask(
      engine.db.updateTable('owners').set({ status: 'removed', login: '' }).where('id', '=', id).compile(),
    );
    yield* forgetTokens(engine, { ownerId: id }, nowMs);
    yield* ask(engine.db.deleteFrom('sessions').where('owner_id', '=', id).compile());
    yield* refreshOwners([id], moment);
  });
}

/** Forgets the secrets of one token or of all of an owner, and ends the leases on them. */
export function* forgetTokens(
  engine: Engine,
  which: { ownerId: string; tokenId?: number },
  nowMs: number,
): Steps<void> {
  const { ownerId, tokenId } = which;
  const forget = engine.db
    .updateTable('tokens')
    .set({
      status: 'removed',
      sealed: '',
      sealed_refresh: null,
      suspected_at_ms: null,
      next_probe_at_ms: null,
    })
    .where('owner_id', '=', ownerId);
  const end = engine.db
    .updateTable('leases')
    .set({ state: 'expired', settled_at_ms: nowMs })
    .where('owner_id', '=', ownerId)
    .where('state', '=', 'open');
  yield* ask((tokenId === undefined ? forget : forget.where('id', '=', tokenId)).compile());
  yield* ask((tokenId === undefined ? end : end.where('token_id', '=', tokenId)).compile());
}

function hastenProbes(
  { engine }: StoreContext,
  { probedBeforeMs, exceptApiUrls }: Parameters<OwnerStore['hastenProbes']>[0],
): Promise<void> {
  const others = exceptApiUrls.map((_, index) => `and api_url <> $${index + 3}`).join(' ');
  // In the order in which reports lock them.
  const lock = engine.dialect === 'postgres' ? 'order by id collate "C" for update' : '';
  return engine.atomically(function* (nowMs) {
    yield* ask({
      sql: `update owners set probe_due_ms = $1 where id in (select id from owners
        where status = 'active' and paused = 0 and cooldown_until_ms <= $1 and probe_due_ms > $1
          and coalesce(probed_at_ms, 0) < $2 ${others}
          and id in (select l.owner_id from leases l where l.state = 'open')
          and not exists (select 1 from budgets b where b.owner_id = owners.id and b.bucket = 'core'
            and b.lend_remaining <= 0 and b.reset_at_ms > $1) ${lock})`,
      parameters: [nowMs, probedBeforeMs, ...exceptApiUrls],
    });
  });
}
