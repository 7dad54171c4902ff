import type { Moment } from './budget-loads.js';
import type { ClaimShape } from './claim-sql.js';
import type { ClaimMemory } from './claim-steps.js';
import { windowMsOf } from './standing.js';
import type { ClaimRequest } from './types.js';

/** Statements are long; each is put together once per store. */
export function statementOf(
  { statements }: ClaimMemory,
  shape: ClaimShape,
  build: (shape: ClaimShape) => string,
): string {
  const name = `${shape.tokens} ${shape.from} ${shape.pass}`;
  const known = statements.get(name);
  if (known !== undefined) return known;
  const sql = build(shape);
  statements.set(name, sql);
  return sql;
}

/** Which of an owner's tokens count for a request. */
export function tokensWanted({
  label,
  legacyFormats,
}: Pick<ClaimRequest, 'label' | 'legacyFormats'>): ClaimShape['tokens'] {
  if (label === '') return legacyFormats ? 'legacy' : 'default';
  return legacyFormats ? 'label-legacy' : 'label';
}

type Among = { excluded: readonly string[]; dueId: string };

/** $1 to $13, in the order that `claim-sql.ts` tells. */
export function claimParameters(
  request: ClaimRequest,
  { nowMs, rules, dialect }: Moment,
  { excluded, dueId }: Among,
): unknown[] {
  return [
    request.bucket,
    nowMs,
    request.need,
    request.deviation,
    windowMsOf(request.bucket, rules),
    nowMs + request.minTtlMs,
    leastFree(request),
    dialect === 'sqlite' ? JSON.stringify(excluded) : [...excluded],
    dueId,
    nowMs + request.leaseMs,
    request.label,
    request.job.run_id,
    request.job.repository,
  ];
}

/** What an owner must have free at least; nobody is lent what is not there. */
export function leastFree({ minRemaining }: ClaimRequest): number {
  return Math.max(1, minRemaining);
}
