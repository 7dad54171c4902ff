import type { ClaimRequest } from './types.js';

/**
 * In a large pool it takes a look at every owner to know that none can serve, and clients of a spent pool ask
 * again and again. So a refusal stands for a moment, shorter than anybody is told to wait.
 */
const REFUSAL_KEPT_MS = 1000;
/** Buckets and labels are few; this only bounds what a mistake could make of them. */
const MAX_REFUSALS = 100;

export type Refusal = {
  atMs: number;
  minRemaining: number;
  minTtlMs: number;
  /** When budget returns, once that was looked up. */
  availableAtMs?: number | null;
};

export type Refusals = Map<string, Refusal>;

/** The refusal that a request would only repeat: it asks no less of owners than the one that was refused. */
export function standingRefusal(
  refusals: Refusals,
  request: ClaimRequest,
  nowMs: number,
): Refusal | undefined {
  const known = refusals.get(keyOf(request));
  if (!known || nowMs < known.atMs || nowMs - known.atMs >= REFUSAL_KEPT_MS) return undefined;
  return request.minRemaining >= known.minRemaining && request.minTtlMs >= known.minTtlMs ? known : undefined;
}

/** Remembers that no owner at all could serve; never call it when some were excluded. */
export function rememberRefusal(refusals: Refusals, request: ClaimRequest, nowMs: number): void {
  const { minRemaining, minTtlMs } = request;
  if (refusals.size >= MAX_REFUSALS) refusals.clear();
  refusals.set(keyOf(request), { atMs: nowMs, minRemaining, minTtlMs });
}

function keyOf({ bucket, label, legacyFormats }: ClaimRequest): string {
  return `${bucket} ${label} ${legacyFormats}`;
}
