import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTimeline } from '../../../../src/pool/cli/simulation/timeline.js';

describe('the timeline', () => {
  it('returns events by time, and those of the same time in insertion order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const timeline = createTimeline<number>();
        for (const [index, atMs] of times.entries()) timeline.add(atMs, index);
        const out = times.map(() => timeline.next()?.event ?? -1);
        const expected = times.map((_, index) => index);
        expected.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
        expect(out).toEqual(expected);
        expect(timeline.next()).toBeUndefined();
      }),
    );
  });
});
