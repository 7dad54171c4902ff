/** A job's word against its owner, which met a secondary limit, or against its token, which GitHub refused. */
export type Complaint = {
  ownerId: string;
  tokenId: number;
  principalId: string;
  about: 'secondary_limited' | 'unauthorized';
  /** How long it counts. */
  untilMs: number;
};

type Heard = { complaints: readonly Complaint[] };

/**
 * Owners that rest for a principal after a secondary limit, and until when. Its own word counts at once; one of others
 * only when two of them agree, or a single key could switch the pool off.
 */
export function restingFor({ complaints }: Heard, principalId: string): Map<string, number> {
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
 * Tokens that GitHub refused to a principal just now. They come last for it and stay as they are for others until a
 * probe agrees: GitHub has refused everybody for a moment, and leases must go on then.
 */
export function refusedTo({ complaints }: Heard, principalId: string): Set<number> {
  const own = complaints.filter((each) => each.about === 'unauthorized' && each.principalId === principalId);
  return new Set(own.map(({ tokenId }) => tokenId));
}
