import type { StoreContext } from './context.js';
import { FORGOTTEN_AFTER_MS } from './demand.js';
import { trimChanges } from './known-facts.js';
import type { Store } from './types.js';

/** Deletes rows that are past their retention or have expired, and trims the log of changes. */
export function createPrune({ engine }: StoreContext): Store['prune'] {
  return async (retention) => {
    const nowMs = await engine.nowMs();
    const outdated: [where: string, beforeMs: number][] = [
      ["leases where state <> 'open' and settled_at_ms < $1", nowMs - retention.leasesMs],
      ['budget_history where at_ms < $1', nowMs - retention.historyMs],
      ['audit where at_ms < $1', nowMs - retention.auditMs],
      ['demand where updated_at_ms < $1', nowMs - FORGOTTEN_AFTER_MS],
      ['oidc_replays where expires_at_ms < $1', nowMs],
      ['sessions where expires_at_ms < $1', nowMs],
      ['locks where until_ms < $1', nowMs],
    ];
    let deleted = 0;
    for (const [where, beforeMs] of outdated) {
      deleted += (await engine.rows(`delete from ${where} returning 1 as one`, [beforeMs])).length;
    }
    return deleted + (await trimChanges(engine));
  };
}
