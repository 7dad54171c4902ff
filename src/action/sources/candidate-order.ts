/** The same for all legs of one attempt of a run. */
export type RunIdentity = { readonly runId: string; readonly attempt: number };

/**
 * The indices of `count` candidates, shuffled (Fisher-Yates) with the run's attempt as the seed. All its legs compute the
 * same order without coordination; other runs get another.
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
 * The order in which one leg tries the candidates. Legs start at successive positions of the run's order, so the first
 * `count` legs start with different candidates. Each further round of legs also rotates the alternatives by one: when a
 * candidate is spent, the legs that started with it spread over all the others.
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

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** mulberry32, in [0, 1). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
