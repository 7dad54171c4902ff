/** A job's report that its owner met a secondary limit, or that GitHub refused its token. */
export type Complaint = {
  ownerId: string;
  tokenId: number;
  principalId: string;
  about: 'secondary_limited' | 'unauthorized';
  /** When it stops counting. */
  untilMs: number;
};

type WithComplaints = { complaints: readonly Complaint[] };

/**
 * Owners that rest for a principal after a secondary limit, and until when. Its own complaints count at once, those of
 * others only when two principals agree: otherwise a single key could disable the whole pool.
 */
export function restingFor({ complaints }: WithComplaints, principalId: string): Map<string, number> {
  const resting = new Map<string, number>();
  const limited = complaints.filter(({ about }) => about === 'secondary_limited');
  for (const { ownerId, principalId: by, untilMs } of limited) {
    const isAgreed = limited.some((other) => other.ownerId === ownerId && other.principalId !== by);
    if (by !== principalId && !isAgreed) continue;
    resting.set(ownerId, Math.max(untilMs, resting.get(ownerId) ?? 0));
  }
  return resting;
}

/**
 * Tokens that GitHub recently refused to a principal. They come last for it; for others nothing changes until a probe
 * agrees, because GitHub has had outages that refused every token.
 */
export function refusedTo({ complaints }: WithComplaints, principalId: string): Set<number> {
  const own = complaints.filter((each) => each.about === 'unauthorized' && each.principalId === principalId);
  return new Set(own.map(({ tokenId }) => tokenId));
}
