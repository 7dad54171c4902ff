import type { TokenKind } from '../../wire.js';
import type { Moment } from './budget-loads.js';
import type { Query } from './engine.js';
import { forRows, idList, inserting, withIds } from './rows.js';
import { sealedTokenContext } from './seal-contexts.js';
import { NEVER_MS } from './standing.js';
import type { Candidate, ClaimedLease, ClaimRequest } from './types.js';

/** An owner that a claim has debited. */
export type Chosen = {
  ownerId: string;
  ownerRef: string;
  /** What could be lent of it before the debit. */
  free: number;
  limit: number;
  resetAtMs: number | null;
  candidates: Candidate[];
};

/** The token of an owner that serves a claim. */
export type TokenRow = {
  owner_id: string;
  id: number;
  kind: TokenKind;
  label: string;
  sealed: string;
  expires_at_ms: number | null;
};

function tokensSql(dialect: Moment['dialect'], legacyFormats: boolean): string {
  return `select t.owner_id, t.id, t.kind, t.label, t.sealed, t.expires_at_ms from ${withIds(dialect, 'tokens', 't.owner_id')}
    and t.status = 'active' and t.label = $2 and coalesce(t.expires_at_ms, ${NEVER_MS}) >= $3
    ${legacyFormats ? 'and t.legacy_format = 1' : ''}`;
}

const TOKENS_SQL = { sqlite: tokensSql('sqlite', false), postgres: tokensSql('postgres', false) } as const;
const LEGACY_TOKENS_SQL = {
  sqlite: tokensSql('sqlite', true),
  postgres: tokensSql('postgres', true),
} as const;

const INSERT = inserting(
  'leases',
  {
    id: 'text',
    owner_id: 'text',
    token_id: 'bigint',
    bucket: 'text',
    principal_id: 'text',
    principal_name: 'text',
    repository: 'text',
    workflow: 'text',
    job: 'text',
    run_id: 'text',
    run_attempt: 'bigint',
    event_name: 'text',
    label: 'text',
    counted: 'bigint',
    need: 'double precision',
    deviation: 'double precision',
    granted_at_ms: 'bigint',
    expected_end_ms: 'bigint',
    ends_at_ms: 'bigint',
    explanation: 'text',
  },
  { settled_at_ms: 'null', state: "'open'", outcome: 'null', requests_spent: 'null', lowered: '0' },
);

/** Candidates kept with a lease, to explain the choice. */
export const EXPLAINED = 5;

/** Asks for the tokens with which owners may serve a request. */
export function tokensOf(
  ownerIds: readonly string[],
  { label, legacyFormats, minTtlMs }: Pick<ClaimRequest, 'label' | 'legacyFormats' | 'minTtlMs'>,
  { nowMs, dialect }: Pick<Moment, 'nowMs' | 'dialect'>,
): Query & { row?: TokenRow } {
  const sql = (legacyFormats ? LEGACY_TOKENS_SQL : TOKENS_SQL)[dialect];
  return { sql, parameters: [idList(ownerIds, dialect), label, nowMs + minTtlMs] };
}

/** Of an owner's tokens, which share one budget, the one that lives longer. */
export function longerLived(one: TokenRow | undefined, other: TokenRow): TokenRow {
  if (!one) return other;
  const [until, longest] = [other.expires_at_ms ?? NEVER_MS, one.expires_at_ms ?? NEVER_MS];
  return until > longest || (until === longest && other.id > one.id) ? other : one;
}

/** A lease of an owner that is debited in the same transaction. */
export type NewLease = Chosen & { leaseId: string; token: TokenRow; request: ClaimRequest; nowMs: number };

/** What whoever asked is told of its lease. */
export function claimedFrom(lease: NewLease): ClaimedLease {
  const { request, token, nowMs } = lease;
  return {
    leaseId: lease.leaseId,
    ownerId: lease.ownerId,
    ownerRef: lease.ownerRef,
    tokenId: token.id,
    kind: token.kind,
    sealed: token.sealed,
    sealedFor: sealedTokenContext({ ownerId: lease.ownerId, kind: token.kind, label: token.label }),
    expiresAtMs: token.expires_at_ms,
    leaseExpiresAtMs: nowMs + request.leaseMs,
    limit: lease.limit,
    remaining: Math.max(0, Math.floor(lease.free)),
    resetAtMs: lease.resetAtMs,
  };
}

/** Writes leases. */
export function insertionsOf(leases: readonly NewLease[], { dialect }: Pick<Moment, 'dialect'>): Query[] {
  return forRows(INSERT, leases.map(leaseParameters), dialect);
}

function leaseParameters({ leaseId, ownerId, token, free, candidates, request, nowMs }: NewLease) {
  const { job } = request;
  return [
    leaseId,
    ownerId,
    token.id,
    request.bucket,
    request.principalId,
    request.principalName,
    job.repository,
    job.workflow,
    job.job,
    job.run_id,
    job.run_attempt,
    job.event_name,
    request.label,
    request.isCounted ? 1 : 0,
    Math.min(request.need, free),
    request.deviation,
    nowMs,
    Math.round(nowMs + Math.min(request.leaseMs, Math.max(1, request.seconds) * 1000)),
    nowMs + request.leaseMs,
    explanationOf(candidates),
  ];
}

type Explained = [
  ownerRef: string,
  headroom: number,
  scoreParts: number,
  openLeases: number,
  feasible: 0 | 1,
];

/** Scores are kept in so many parts of one; they are some hundred thousandths. */
const SCORE_PARTS = 1e12;

/**
 * JSON without names: the text is the better part of a lease's row. Put together by hand, because references need
 * no escapes and every lease has five.
 */
function explanationOf(candidates: readonly Candidate[]): string {
  let text = '';
  for (const { ownerRef, headroom, score, openLeases, feasible } of candidates) {
    const parts = Math.round(score * SCORE_PARTS);
    text += `${text === '' ? '' : ','}["${ownerRef}",${headroom},${parts},${openLeases},${feasible ? 1 : 0}]`;
  }
  return `[${text}]`;
}

/** The candidates of a claim as its lease keeps them. */
export function candidatesFrom(explanation: string): Candidate[] {
  return (JSON.parse(explanation) as Explained[]).map(
    ([ownerRef, headroom, scoreParts, openLeases, feasible]) => ({
      ownerRef,
      headroom,
      score: scoreParts / SCORE_PARTS,
      openLeases,
      feasible: feasible === 1,
    }),
  );
}
