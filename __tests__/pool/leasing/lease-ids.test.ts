import { describe, expect, it } from '@jest/globals';
import { createLeaseIds } from '../../../src/pool/leasing/lease-ids.js';

describe('the ids of leases', () => {
  it('sort in order of creation, even within a millisecond', () => {
    let nowMs = 1_700_000_000_000;
    const next = createLeaseIds(() => nowMs);
    const ids: string[] = [];
    for (let made = 0; made < 1000; made += 1) {
      ids.push(next());
      if (made % 300 === 299) nowMs += 1;
    }
    expect([...ids].sort()).toEqual(ids);
  });

  it('are unique, even beyond the counter of a millisecond', () => {
    const next = createLeaseIds(() => 1_700_000_000_000);
    const ids = Array.from({ length: 10_000 }, next);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('end in 120 random bits and need no encoding in a URL', () => {
    const next = createLeaseIds(() => 1_700_000_000_000);
    const [one, other] = [next(), next()];
    expect(one).toMatch(/^[0-9a-f]{15}[A-Za-z0-9_-]{20}$/);
    expect(one.slice(15)).not.toBe(other.slice(15));
  });
});
