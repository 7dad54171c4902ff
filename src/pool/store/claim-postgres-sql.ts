import {
  BEST_PER_SLOT,
  type ClaimShape,
  eligible,
  FREE,
  HEADROOM,
  NEED,
  NEW_VARIANCE,
  roomiest,
  SLOTS,
  THIS_RUNS,
  WINDOW_MS,
} from './claim-sql.js';
import { CAUTION, CLOSED_COUNTS_AS, OPEN_LEASES_OFFSET } from './standing.js';

/** Candidates kept for a claim: enough for rivals to skip over, and for an explanation. */
const MAX_CANDIDATES = 8;

/** In a large pool these are ranked exactly: the best few owners of so many slots. */
const SLOTS_LOOKED_AT = 6;

const IS_CLOSED = '(b.reset_at_ms is null or b.reset_at_ms <= cast($2 as bigint))';
const TAU_MS = `(case when ${IS_CLOSED} then ${WINDOW_MS} else b.reset_at_ms - cast($2 as bigint) end)`;
const CROWD = `(case when ${IS_CLOSED} and b.open_leases = 0 then ${CLOSED_COUNTS_AS} else b.open_leases end)`;

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

/** The best few of each slot who can serve the need. */
function bestOfSlots(shape: ClaimShape): string {
  return `select b.owner_id from budgets b where ${eligible(shape)}
    and b.slot = tops.slot and ${HEADROOM} >= ${NEED} order by b.static_score desc limit ${BEST_PER_SLOT}`;
}

/** Headroom per second until the reset, shared over open leases; a minute, scaled with the window, tames the end. */
const SCORE = `1000.0 * s.headroom / s.lend_limit / (s.tau_ms + ${WINDOW_MS} / 60) / (${OPEN_LEASES_OFFSET} + s.crowd)`;

/** Which owners are ranked; all of them need no choice first. */
function chosen(shape: ClaimShape): string {
  if (shape.from === 'all') return '';
  if (shape.from === 'roomiest') return `chosen as materialized (${roomiest(shape, 'b.owner_id')}), `;
  const best = bestOfSlots(shape);
  return `${SLOTS}, ${BEST_SLOTS}, chosen as materialized (
    select best.owner_id from tops cross join lateral (${best}) best union select cast($9 as text)), `;
}

/** A busy pool spares closed windows that are not due, as `isBusy` of rank.ts tells. */
const SPARED = `(s.is_closed and s.open_leases = 0 and s.owner_id <> $9
  and (select sum(q.open_leases) >= count(*) from standings q))`;

/**
 * Ranks eligible owners, best first, as the formula of rule S says. The best few of each slot say nothing of who
 * is best when none of them can serve the need, so such a look never ends with one that cannot.
 */
function rankSql(shape: ClaimShape): string {
  const isBest = shape.from === 'best';
  const among = shape.from === 'all' ? '' : 'chosen c join ';
  const which = shape.from === 'all' ? '' : 'on b.owner_id = c.owner_id ';
  const hasRoom = isBest ? `where s.headroom >= ${NEED}` : '';
  const isBehind =
    shape.from === 'all' ? `(s.owner_id in ${THIS_RUNS} or ${SPARED})` : `s.owner_id in ${THIS_RUNS}`;
  const shares = isBest ? '0' : `case when s.headroom >= ${NEED} and ${isBehind} then 1 else 0 end`;
  return `with ${chosen(shape)}standings as materialized (
      select b.owner_id, b.version, b.open_leases, b.lend_limit, ${FREE} as free, ${HEADROOM} as headroom,
        ${TAU_MS} as tau_ms, ${CROWD} as crowd, ${IS_CLOSED} as is_closed
      from ${among}budgets b ${which}where ${eligible(shape)}),
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

const DEBIT_SET = `set promised = b.promised + ${DEBIT}, promised_variance = ${NEW_VARIANCE},
  open_leases = b.open_leases + 1,
  opened_at_ms = case when b.reset_at_ms is null and b.open_leases = 0 then cast($2 as bigint) else b.opened_at_ms end,
  wake_at_ms = case when cast($10 as bigint) < b.wake_at_ms then cast($10 as bigint) else b.wake_at_ms end,
  static_score = (${FREE} - ${DEBIT} - ${CAUTION} * sqrt(${NEW_VARIANCE})) / b.lend_limit
    / (${OPEN_LEASES_OFFSET} + b.open_leases + 1),
  version = b.version + 1`;

/**
 * Ranks, locks and debits in one statement. An owner whom a rival holds is skipped, and one whom a
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
