import { describe, expect, it } from '@jest/globals';
import { cached } from '../../../src/pool/cache/cached.js';

describe('a remembered answer', () => {
  const counter = (clock: { nowMs: number }) => {
    let asked = 0;
    return cached({ now: () => clock.nowMs, maxAgeMs: 1000 }, async () => {
      asked += 1;
      return asked;
    });
  };

  it('stands for as long as it may, and once for all who ask together', async () => {
    const clock = { nowMs: 0 };
    const ask = counter(clock);
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    clock.nowMs = 999;
    expect(await ask()).toBe(1);
    clock.nowMs = 1000;
    expect(await ask()).toBe(2);
  });

  it('does not stand still when the clock jumps back', async () => {
    const clock = { nowMs: 3_600_000 };
    const ask = counter(clock);
    expect(await ask()).toBe(1);
    clock.nowMs = 0;
    expect(await ask()).toBe(2);
    clock.nowMs = 999;
    expect(await ask()).toBe(2);
  });
});
