import type { Moment } from './budget-loads.js';
import type { Query } from './engine.js';
import { forRows, type RowStatement, rowsAs } from './rows.js';
import type { OpenLease } from './standing.js';

/**
 * Leases of a token are counted when they end: jobs that begin together should write little, and those under way
 * are counted from their own rows.
 */
const LATEST = (known: string, at: string) =>
  `case when coalesce(${known}, 0) < ${at} then ${at} else ${known} end`;
const USED: RowStatement = {
  one: `update tokens set usage_count = usage_count + $2, last_used_at_ms = ${LATEST('last_used_at_ms', '$3')}
    where id = $1`,
  many: `update tokens as t set usage_count = t.usage_count + r.times,
      last_used_at_ms = ${LATEST('t.last_used_at_ms', 'r.at_ms')}
    from ${rowsAs({ id: 'bigint', times: 'bigint', at_ms: 'bigint' })} where t.id = r.id`,
  width: 3,
};

/** The other budgets of an owner may be written meanwhile, and by them the same tokens. */
const LOCK_SQL = 'select 1 as locked from tokens where id = any($1::bigint[]) order by id for update';

type Ended = Pick<OpenLease, 'token_id' | 'granted_at_ms'>;

/** Counts the uses of tokens by leases that have ended, in the order of the tokens' ids. */
export function countingUses(ended: readonly Ended[], { dialect }: Pick<Moment, 'dialect'>): Query[] {
  const byToken = [...Map.groupBy(ended, ({ token_id }) => token_id)].sort(([one], [other]) => one - other);
  const rows = byToken.map(([id, leases]) => [
    id,
    leases.length,
    Math.max(...leases.map((lease) => lease.granted_at_ms)),
  ]);
  const counting = forRows(USED, rows, dialect);
  if (dialect === 'sqlite' || rows.length === 0) return counting;
  return [{ sql: LOCK_SQL, parameters: [rows.map(([id]) => id)] }, ...counting];
}

/** Leases under way of a token `t`, and when the newest of them was granted. */
const OPEN = `from leases l where l.state = 'open' and l.owner_id = t.owner_id and l.token_id = t.id`;

/** When a token of an owner was last lent: by a lease that ended, or by one under way. */
export function lastLeased(ownerId: string): string {
  return `(select max(used.at_ms) from (
    select max(t.last_used_at_ms) as at_ms from tokens t where t.owner_id = ${ownerId}
    union all select max(l.granted_at_ms) from leases l where l.owner_id = ${ownerId} and l.state = 'open') used)`;
}

/** The columns of tokens `t`, with the leases under way counted in. */
export const TOKEN_WITH_USES = `t.*, (select count(*) ${OPEN}) as open_uses,
  (select max(l.granted_at_ms) ${OPEN}) as open_since_ms from tokens t`;
