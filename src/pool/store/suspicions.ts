import type { Moment } from './budget-loads.js';
import { lockOwners, refreshOwners } from './budget-steps.js';
import type { StoreContext } from './context.js';
import { ask, type Steps } from './engine.js';
import { tokenFrom } from './token-rows.js';
import type { TokenStore } from './types.js';

type Suspicions = Pick<TokenStore, 'suspect' | 'clearSuspicion' | 'suspectsDue'>;

/** What is held against tokens that GitHub refused: suspects are not leased until a probe clears them. */
export function suspicionsOf({ engine, rules }: StoreContext): Suspicions {
  return {
    suspect: (id, nextProbeAtMs) =>
      engine.changingBudgets(function* (nowMs) {
        const moment: Moment = { nowMs, rules, dialect: engine.dialect };
        yield* lockOwnerOf(id, moment);
        const [row] = yield* ask<{ owner_id: string; suspicions: number; suspected_at_ms: number }>({
          sql: `update tokens set status = 'suspect', suspicions = suspicions + 1, next_probe_at_ms = $3,
            suspected_at_ms = coalesce(suspected_at_ms, $2)
            where id = $1 and status in ('active', 'suspect') returning owner_id, suspicions, suspected_at_ms`,
          parameters: [id, nowMs, nextProbeAtMs],
        });
        if (!row) return { suspicions: 0, sinceMs: nowMs };
        yield* refreshOwners([row.owner_id], moment);
        return { suspicions: row.suspicions, sinceMs: row.suspected_at_ms };
      }),
    clearSuspicion: (id) =>
      engine.changingBudgets(function* (nowMs) {
        const moment: Moment = { nowMs, rules, dialect: engine.dialect };
        yield* lockOwnerOf(id, moment);
        const [row] = yield* ask<{ owner_id: string }>({
          sql: `update tokens set status = 'active', suspicions = 0, next_probe_at_ms = null, suspected_at_ms = null
            where id = $1 and status = 'suspect' returning owner_id`,
          parameters: [id],
        });
        if (row) yield* refreshOwners([row.owner_id], moment);
      }),
    async suspectsDue(limit) {
      const due = engine.db
        .selectFrom('tokens')
        .selectAll()
        .where('status', '=', 'suspect')
        .where('next_probe_at_ms', '<=', await engine.nowMs());
      return (await due.orderBy('next_probe_at_ms').orderBy('id').limit(limit).execute()).map(tokenFrom);
    },
  };
}

function* lockOwnerOf(tokenId: number, moment: Moment): Steps<void> {
  const [row] = yield* ask<{ owner_id: string }>({
    sql: 'select owner_id from tokens where id = $1',
    parameters: [tokenId],
  });
  if (row) yield* lockOwners([row.owner_id], moment);
}
