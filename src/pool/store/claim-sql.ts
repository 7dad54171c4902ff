import type { Engine } from './engine.js';
import { CAUTION, NEVER_MS } from './standing.js';

/**
 * The statements that find owners for a claim. Their parameters, the same in all of `standingsSql`:
 * $1 bucket, $2 now, $3 need, $4 deviation, $5 window in ms, $6 until when the token must live,
 * $7 least that must be free, $8 owners not to choose (JSON on SQLite, an array on PostgreSQL),
 * $9 the owner whose window is due to be opened or '', $10 end of the lease, $11 label, $12 run, $13 repository,
 * $14 a slot and $15 how many of its owners are looked at.
 */
export type ClaimShape = {
  dialect: Engine['dialect'];
  /** Which of an owner's tokens count: default label, those for clients of mise-versions, another label. */
  tokens: 'default' | 'legacy' | 'label' | 'label-legacy';
  /**
   * All owners; or in large pools the best few of a slot; or, when none of those can serve, the ones with the
   * most headroom of all; or the one owner whose window is due.
   */
  from: 'all' | 'roomiest' | 'slot' | 'due';
  /** `spread` passes over owners that lend to the same run already. */
  pass: 'spread' | 'any';
};

/** How many owners of a slot a single claim looks at in a large pool. */
export const BEST_PER_SLOT = 8;
/** When no best owner can serve, so many with the most headroom, to a step of it, are ranked exactly. */
const ROOMIEST = 64;

const NEED = 'cast($3 as double precision)';
const DEVIATION = 'cast($4 as double precision)';
const FREE = '(b.lend_remaining - b.promised)';
const NEW_VARIANCE = `(b.promised_variance + ${DEVIATION} * ${DEVIATION})`;
const HEADROOM = `(${FREE} - ${CAUTION} * sqrt(${NEW_VARIANCE}))`;

function tokenCondition({ tokens }: ClaimShape): string {
  if (tokens === 'default') return 'b.token_until_ms >= cast($6 as bigint)';
  if (tokens === 'legacy') return 'b.legacy_until_ms >= cast($6 as bigint)';
  const legacy = tokens === 'label-legacy' ? ' and t.legacy_format = 1' : '';
  // The owners of a label may be few among very many: the list of them leads to their budgets.
  return `b.owner_id in (select t.owner_id from tokens t where t.status = 'active' and t.label = $11
    and t.label <> ''${legacy} and coalesce(t.expires_at_ms, ${NEVER_MS}) >= cast($6 as bigint))`;
}

const THIS_RUNS = `(select l.owner_id from leases l where l.state = 'open' and l.run_id = $12
  and l.repository = $13 and l.bucket = $1)`;

/** Only where so few are read that those not to choose would take the places of others; ranking looks again. */
function notExcluded({ dialect, from }: ClaimShape): string {
  if (from !== 'roomiest') return '';
  return dialect === 'postgres'
    ? ' and b.owner_id <> all($8::text[])'
    : ' and b.owner_id not in (select value from json_each($8))';
}

/** Of a slot only those who can serve the need are of interest; whether they have the least, ranking sees. */
function hasRoom({ from }: ClaimShape): string {
  return from === 'slot'
    ? `${HEADROOM} >= ${NEED}`
    : `b.lend_limit > 0 and ${FREE} >= cast($7 as double precision)`;
}

function eligible(shape: ClaimShape): string {
  const run = shape.pass === 'spread' ? ` and b.owner_id not in ${THIS_RUNS}` : '';
  // The plus keeps SQLite from reading a large pool by its indexes where a label's few owners lead to their budgets.
  const usable = shape.from === 'all' ? '+b.usable = 1' : 'b.usable = 1';
  return `b.bucket = $1 and ${usable} and ${tokenCondition(shape)} and ${hasRoom(shape)}${notExcluded(shape)}${run}`;
}

/** `StandingRow`, after its place. */
const STANDING = `b.owner_id, b.limit_, b.lend_limit, b.lend_remaining, b.promised, b.promised_variance,
  b.open_leases, b.reset_at_ms, b.opened_at_ms, b.wake_at_ms`;

/** The standings among which a claim chooses. */
export function standingsSql(shape: ClaimShape): string {
  // What finds the row again for its debit, and on PostgreSQL only while it stands as it was read.
  const place = shape.dialect === 'sqlite' ? 'b.rowid' : 'b.version';
  const among = `select ${place} as place, ${STANDING} from budgets b where ${eligible(shape)}`;
  if (shape.from === 'roomiest') return `${among} order by b.room_step desc limit ${ROOMIEST}`;
  if (shape.from === 'slot') {
    return `${among} and b.slot = $14 order by b.static_score desc, b.reset_at_ms limit $15`;
  }
  return shape.from === 'due' ? `${among} and b.owner_id = $9` : among;
}

/**
 * On SQLite: the slot in use that comes after $2, with what the index keeps of the first of its owners: jumping from one to the
 * next is faster than reading the index.
 */
export const NEXT_SLOT_TOP_SQL = `select slot, static_score as top, reset_at_ms from budgets
  where bucket = $1 and usable = 1 and slot > $2 order by slot, static_score desc, reset_at_ms limit 1`;

const SLOTS = `recursive slots(slot) as (
  select min(slot) from budgets where bucket = $1 and usable = 1
  union all
  select (select min(n.slot) from budgets n where n.bucket = $1 and n.usable = 1 and n.slot > slots.slot)
  from slots where slots.slot is not null)`;

const FIRST_OF_SLOT = `from budgets n where n.bucket = $1 and n.usable = 1 and n.slot = slots.slot
  order by n.static_score desc, n.reset_at_ms limit 1`;

/** On PostgreSQL all of them in one statement: slower, and one round trip. */
export const SLOT_TOPS_SQL = `with ${SLOTS} select slot, (select n.static_score ${FIRST_OF_SLOT}) as top,
  (select n.reset_at_ms ${FIRST_OF_SLOT}) as reset_at_ms from slots where slots.slot is not null`;

/** The step of headroom of the last one of the roomiest; no row when there are not as many owners. */
export const LAST_STEP_SQL = `select room_step as step from budgets where bucket = $1 and usable = 1
  order by room_step desc limit 1 offset ${ROOMIEST - 1}`;
