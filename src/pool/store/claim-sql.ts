import type { Engine } from './engine.js';
import { CAUTION, CLOSED_COUNTS_AS, NEVER_MS, OPEN_LEASES_OFFSET } from './standing.js';

/**
 * The statements of a claim. Their parameters, the same in all of them:
 * $1 bucket, $2 now, $3 need, $4 deviation, $5 window in ms, $6 until when the token must live,
 * $7 least that must be free, $8 owners not to choose (JSON on SQLite, an array on PostgreSQL),
 * $9 the owner whose window is due to be opened or '', $10 end of the lease, $11 label, $12 run, $13 repository.
 */
export type ClaimShape = {
  dialect: Engine['dialect'];
  /** Which of an owner's tokens count: default label, those for clients of mise-versions, another label. */
  tokens: 'default' | 'legacy' | 'label' | 'label-legacy';
  /** All owners, or for large pools the best few of each slot. */
  from: 'all' | 'best';
  /** `spread` passes over owners that lend to the same run already; a look at all ranks those behind the others. */
  pass: 'spread' | 'any';
};

/** Candidates kept for a claim: enough for rivals to skip over, and for an explanation. */
export const MAX_CANDIDATES = 8;
/** In a large pool these are ranked exactly: so many owners of so many slots. */
const BEST_PER_SLOT = 8;
const SLOTS_LOOKED_AT = 6;

const NEED = 'cast($3 as double precision)';
const DEVIATION = 'cast($4 as double precision)';
const WINDOW_MS = 'cast($5 as double precision)';
const FREE = '(b.lend_remaining - b.promised)';
const HEADROOM = `(${FREE} - ${CAUTION} * sqrt(b.promised_variance + ${DEVIATION} * ${DEVIATION}))`;
const IS_CLOSED = '(b.reset_at_ms is null or b.reset_at_ms <= cast($2 as bigint))';
const TAU_MS = `(case when ${IS_CLOSED} then ${WINDOW_MS} else b.reset_at_ms - cast($2 as bigint) end)`;
const CROWD = `(case when ${IS_CLOSED} and b.open_leases = 0 then ${CLOSED_COUNTS_AS} else b.open_leases end)`;
/** PostgreSQL must be able to tell the type of every parameter, also where a shape has no use for it. */
const UNUSED_LABEL = 'cast($11 as text) is not null';
const UNUSED_RUN = 'cast($12 as text) is not null and cast($13 as text) is not null';

function tokenCondition({ tokens }: ClaimShape): string {
  if (tokens === 'default') return `b.token_until_ms >= cast($6 as bigint) and ${UNUSED_LABEL}`;
  if (tokens === 'legacy') return `b.legacy_until_ms >= cast($6 as bigint) and ${UNUSED_LABEL}`;
  const legacy = tokens === 'label-legacy' ? ' and t.legacy_format = 1' : '';
  return `exists (select 1 from tokens t where t.owner_id = b.owner_id and t.status = 'active'
    and t.label = $11${legacy} and coalesce(t.expires_at_ms, ${NEVER_MS}) >= cast($6 as bigint))`;
}

/** Read in the same snapshot as the ranking: a leg that was granted meanwhile has changed its owner's version. */
const THIS_RUNS = `(select l.owner_id from leases l
  where l.state = 'open' and l.run_id = $12 and l.repository = $13 and l.bucket = $1)`;

function eligible(shape: ClaimShape): string {
  const excluded =
    shape.dialect === 'postgres'
      ? 'b.owner_id <> all($8::text[])'
      : 'b.owner_id not in (select value from json_each($8))';
  const run = shape.pass === 'spread' ? `b.owner_id not in ${THIS_RUNS}` : UNUSED_RUN;
  return `b.bucket = $1 and b.usable = 1 and b.lend_limit > 0 and ${tokenCondition(shape)}
    and ${FREE} >= cast($7 as double precision) and ${excluded} and ${run}`;
}

/** The slots in use, found by jumping along the index instead of reading it. */
const SLOTS = `recursive slots(slot) as (
  select min(slot) from budgets where bucket = $1 and usable = 1
  union all
  select (select min(n.slot) from budgets n where n.bucket = $1 and n.usable = 1 and n.slot > slots.slot)
  from slots where slots.slot is not null)`;

/**
 * The slots in which the best score can be, by what their best owner would have if it were the first to reset.
 * A slot is a sixtieth of the window wide, which bounds how far that is from the truth.
 */
const BEST_SLOTS = `tops as materialized (
  select slots.slot, (select max(n.static_score) from budgets n
      where n.bucket = $1 and n.usable = 1 and n.slot = slots.slot)
    / (case when slots.slot < 0 then ${WINDOW_MS}
        when slots.slot * floor(${WINDOW_MS} / 60) < cast($2 as bigint) then 0
        else slots.slot * floor(${WINDOW_MS} / 60) - cast($2 as bigint) end + ${WINDOW_MS} / 60) as bound
  from slots where slots.slot is not null order by 2 desc limit ${SLOTS_LOOKED_AT})`;

function bestOfSlots(shape: ClaimShape): string {
  const best = (column: string) => `select b.${column} from budgets b where ${eligible(shape)}
    and b.slot = tops.slot and ${HEADROOM} >= ${NEED} order by b.static_score desc limit ${BEST_PER_SLOT}`;
  return shape.dialect === 'postgres'
    ? `select best.owner_id from tops cross join lateral (${best('owner_id')}) best`
    : `select c.owner_id from tops join budgets c on c.rowid in (${best('rowid')})`;
}

/** Headroom per second until the reset, shared over open leases; a minute, scaled with the window, tames the end. */
const SCORE = `1000.0 * s.headroom / s.lend_limit / (s.tau_ms + ${WINDOW_MS} / 60) / (${OPEN_LEASES_OFFSET} + s.crowd)`;

/**
 * Ranks eligible owners, best first, as the formula of rule S says. The best few of each slot say nothing of who
 * is best when none of them can serve the need, so only the look at all owners may end with such a one.
 */
export function rankSql(shape: ClaimShape): string {
  const isBest = shape.from === 'best';
  // SQLite keeps the order of a cross join: from the few that were chosen to their budgets, never the other way.
  const source = isBest
    ? `(select owner_id from chosen union select cast($9 as text)) c cross join budgets b
      where b.owner_id = c.owner_id and ${eligible(shape)}`
    : `budgets b where ${eligible(shape)}`;
  const hasRoom = isBest ? `where s.headroom >= ${NEED}` : '';
  const shares = isBest
    ? '0'
    : `case when s.headroom >= ${NEED} and s.owner_id in ${THIS_RUNS} then 1 else 0 end`;
  const chosen = isBest ? `${SLOTS}, ${BEST_SLOTS}, chosen as materialized (${bestOfSlots(shape)}), ` : '';
  return `with ${chosen}standings as materialized (
      select b.owner_id, b.version, b.open_leases, b.lend_limit, ${FREE} as free, ${HEADROOM} as headroom,
        ${TAU_MS} as tau_ms, ${CROWD} as crowd
      from ${source}),
    scores as materialized (
      select s.owner_id, s.version, s.free, s.headroom, s.open_leases, ${SCORE} as score,
        case when s.headroom >= ${NEED} then 1 else 0 end as feasible,
        case when s.owner_id = $9 and s.headroom >= ${NEED} then 1 else 0 end as is_due, ${shares} as shares
      from standings s ${hasRoom}),
    firsts as (select * from scores r ${ORDER} limit ${MAX_CANDIDATES})
    select r.*, o.ref from firsts r join owners o on o.id = r.owner_id ${ORDER}`;
}

/**
 * Who can serve the need before who cannot, owners new to the run before those it has, one whose window is due
 * before all of these, equals by their ids.
 */
const ORDER = `order by r.feasible desc, r.shares, r.is_due desc,
  case when r.feasible = 1 then r.score else r.headroom end desc, r.owner_id`;

/** A debit never promises more than is free, also when the owner's headroom is short of the need. */
const DEBIT = `(case when ${NEED} < ${FREE} then ${NEED} else ${FREE} end)`;
const NEW_VARIANCE = `(b.promised_variance + ${DEVIATION} * ${DEVIATION})`;

const DEBIT_SET = `set promised = b.promised + ${DEBIT}, promised_variance = ${NEW_VARIANCE},
  open_leases = b.open_leases + 1,
  opened_at_ms = case when b.reset_at_ms is null and b.open_leases = 0 then cast($2 as bigint) else b.opened_at_ms end,
  wake_at_ms = case when cast($10 as bigint) < b.wake_at_ms then cast($10 as bigint) else b.wake_at_ms end,
  static_score = (${FREE} - ${DEBIT} - ${CAUTION} * sqrt(${NEW_VARIANCE})) / b.lend_limit
    / (${OPEN_LEASES_OFFSET} + b.open_leases + 1),
  version = b.version + 1`;

/** SQLite: inside the transaction that ranked, so nothing has changed since. $14 is the chosen owner. */
export const DEBIT_SQLITE = `update budgets as b ${DEBIT_SET} where b.owner_id = $14 and b.bucket = $1
  returning owner_id, limit_, reset_at_ms`;

/**
 * PostgreSQL: ranks, locks and debits in one statement. An owner whom a rival holds is skipped, and one whom a
 * rival has just debited no longer has the version that was ranked; both leave the next candidate.
 */
export function claimPostgresSql(shape: ClaimShape): string {
  return `with ranked as materialized (
      select q.*, row_number() over () as position from (${rankSql(shape)}) q),
    picked as materialized (
      select b.owner_id from ranked r
      join budgets b on b.owner_id = r.owner_id and b.bucket = $1 and b.version = r.version
      order by r.position limit 1 for update of b skip locked),
    debited as (
      update budgets b ${DEBIT_SET} from picked where b.owner_id = picked.owner_id and b.bucket = $1
      returning b.owner_id, b.limit_, b.reset_at_ms)
    select r.owner_id, r.ref, r.free, r.headroom, r.score, r.open_leases, r.feasible, d.owner_id as chosen_id,
      d.limit_, d.reset_at_ms
    from ranked r left join debited d on d.owner_id = r.owner_id order by r.position`;
}
