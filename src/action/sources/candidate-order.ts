/** What all legs of one attempt of a run share. */
export type RunIdentity = { readonly runId: string; readonly attempt: number };

/**
 * The places of `count` candidates in the order that this attempt of a run begins with: a Fisher-Yates shuffle that
 * is seeded by the run. Every leg of it computes the same, and other runs another, without anybody to agree with.
 */
export function runOrder(count: number, { runId, attempt }: RunIdentity): number[] {
  const random = seededRandom(hashOf(`${runId}/${attempt}`));
  const order = Array.from({ length: count }, (_, place) => place);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

export type Leg = RunIdentity & {
  /** `strategy.job-index`. */
  readonly jobIndex: number;
  /** How many candidates each leg takes. */
  readonly wanted: number;
};

/**
 * The order in which one leg tries the candidates. Legs take the run's order in turn, so that the first `count` of
 * them begin with different ones. Behind its first choice, each further turn of legs goes on one place later: when a
 * candidate is spent, the legs that meant to use it spread over all the others.
 */
export function legOrder(count: number, leg: Leg): number[] {
  if (count === 0) return [];
  const order = runOrder(count, leg);
  const start = leg.jobIndex * leg.wanted;
  const rotated = rotate(order, start % count);
  const chosen = Math.min(leg.wanted, count);
  const others = rotated.slice(chosen);
  const turn = Math.floor(start / count);
  return [...rotated.slice(0, chosen), ...rotate(others, others.length === 0 ? 0 : turn % others.length)];
}

function rotate(places: readonly number[], by: number): number[] {
  return [...places.slice(by), ...places.slice(0, by)];
}

/** FNV-1a, 32 bits: well known, and the same everywhere. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** mulberry32: from 0 up to 1. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
