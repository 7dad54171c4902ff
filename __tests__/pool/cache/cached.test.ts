import { describe, expect, it } from '@jest/globals';
import { cached } from '../../../src/pool/cache/cached.js';

describe('a cached value', () => {
  const counter = (clock: { nowMs: number }) => {
    let reads = 0;
    return cached({ now: () => clock.nowMs, maxAgeMs: 1000 }, async () => {
      reads += 1;
      return reads;
    });
  };

  it('is read once per lifetime, and once for concurrent callers', async () => {
    const clock = { nowMs: 0 };
    const read = counter(clock);
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    clock.nowMs = 999;
    expect(await read()).toBe(1);
    clock.nowMs = 1000;
    expect(await read()).toBe(2);
  });

  it('is read again when the clock jumps back', async () => {
    const clock = { nowMs: 3_600_000 };
    const read = counter(clock);
    expect(await read()).toBe(1);
    clock.nowMs = 0;
    expect(await read()).toBe(2);
    clock.nowMs = 999;
    expect(await read()).toBe(2);
  });
});
