import type { ClaimMemory } from './claim-steps.js';
import type { StoreContext } from './context.js';
import { ask, type Engine, type Steps } from './engine.js';
import { standingRefusal } from './refusals.js';
import { idList } from './rows.js';
import { NEVER_MS } from './standing.js';
import type { ClaimRequest } from './types.js';

/** Looked up once for a refusal that stands; another least budget may be one that no owner ever has. */
export function* rememberedReturn(
  context: StoreContext,
  { refusals }: ClaimMemory,
  { request, nowMs }: { request: ClaimRequest; nowMs: number },
): Steps<number | null> {
  const standing = standingRefusal(refusals, request, nowMs);
  const refusal = standing?.minRemaining === request.minRemaining ? standing : undefined;
  if (refusal?.availableAtMs !== undefined) return refusal.availableAtMs;
  const atMs = yield* availableAt(context, request, nowMs);
  if (refusal && request.exclude.length === 0) refusal.availableAtMs = atMs;
  return atMs;
}

/** The least that must be free, and when the first of an owner's jobs should be done, if that could make room. */
const LEAST = 'cast($5 as double precision)';
const FIRST_END = `(select min(l.expected_end_ms) from leases l where l.owner_id = b.owner_id and l.bucket = b.bucket
  and l.state = 'open' and l.expected_end_ms > $2 and b.lend_remaining >= ${LEAST})`;
const FREE_AT = `case when lend_remaining - promised >= ${LEAST} then cast($2 as bigint)
  when first_end_ms < coalesce(reset_at_ms, ${NEVER_MS}) then first_end_ms
  else coalesce(reset_at_ms, wake_at_ms) end`;

/** Buckets of an owner whose first probe, which is due at once, has not been made are not known yet. */
const UNSEEN_MS = 10_000;

/** Owners `o` who could serve a request. */
function lending(dialect: Engine['dialect'], { legacyFormats }: ClaimRequest): string {
  const legacy = legacyFormats ? 'and t.legacy_format = 1' : '';
  const excluded =
    dialect === 'postgres' ? 'o.ref <> all($4::text[])' : 'o.ref not in (select value from json_each($4))';
  return `o.status = 'active' and o.paused = 0 and ${excluded}
    and exists (select 1 from tokens t where t.owner_id = o.id and t.status = 'active'
      and t.label = $3 ${legacy} and coalesce(t.expires_at_ms, ${NEVER_MS}) >= $6)`;
}

/**
 * When the budget of an owner that could serve the request comes back: at a reset, or sooner when a job should be
 * done that was promised more than it may spend; not before the end of a cooldown. Soon, when a first probe has yet
 * to show what there is.
 */
function* availableAt({ engine }: StoreContext, request: ClaimRequest, nowMs: number): Steps<number | null> {
  const parameters = [
    request.bucket,
    nowMs,
    request.label,
    idList(request.exclude, engine.dialect),
    Math.max(1, request.minRemaining),
    nowMs + request.minTtlMs,
  ];
  const lends = lending(engine.dialect, request);
  const [row] = yield* ask<{ at_ms: number | null }>({
    sql: `select min(case when cooldown_until_ms > free_at_ms then cooldown_until_ms else free_at_ms end) as at_ms
      from (select cooldown_until_ms, ${FREE_AT} as free_at_ms
        from (select b.*, o.cooldown_until_ms, ${FIRST_END} as first_end_ms
          from budgets b join owners o on o.id = b.owner_id
          where b.bucket = $1 and b.lend_limit >= ${LEAST} and ${lends}) able) returning_`,
    parameters,
  });
  const atMs = row?.at_ms ?? null;
  if (atMs !== null && atMs !== NEVER_MS) return Math.max(nowMs, atMs);
  const [unseen] = yield* ask({
    sql: `select 1 as one from owners o where o.probed_at_ms is null and ${lends}
      and not exists (select 1 from budgets b where b.owner_id = o.id and b.bucket = $1) limit 1`,
    parameters,
  });
  return unseen ? nowMs + UNSEEN_MS : null;
}
