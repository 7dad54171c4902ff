import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limitedPlot } from '../../../../bench/leasing/plot.js';
import { createTimeline } from '../../../../src/pool/cli/simulation/timeline.js';
import { createWorld } from '../../../../src/pool/cli/simulation/world.js';

describe('the timeline', () => {
  it('hands out events by time, and those of one time in the order in which they came', () => {
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

describe("the simulation's GitHub", () => {
  const aWorld = (clock: { ms: number }) => {
    const world = createWorld({ nowMs: () => clock.ms, windowMs: 1000 });
    world.add('token', 10);
    return world;
  };

  it('opens a window at the first call, not at a look', () => {
    const clock = { ms: 5000 };
    const world = aWorld(clock);
    expect(world.look('token')).toEqual({ limit: 10, remaining: 10, resetAtMs: null });
    expect(world.call('token', 4)).toEqual({ limit: 10, remaining: 6, resetAtMs: 6000, limited: 0 });
  });

  it('refuses what is beyond the budget until the window has ended', () => {
    const clock = { ms: 0 };
    const world = aWorld(clock);
    expect(world.call('token', 12)).toMatchObject({ remaining: 0, limited: 2 });
    clock.ms = 999;
    expect(world.call('token', 1)).toMatchObject({ limited: 1 });
    clock.ms = 1000;
    expect(world.call('token', 1)).toMatchObject({ remaining: 9, limited: 0, resetAtMs: 2000 });
  });
});

describe('the plot of limited calls', () => {
  const line = (name: string, percents: number[]) => ({
    name,
    points: percents.map((percent, index) => ({ load: 0.6 + index / 10, percent })),
  });

  it('draws a line with its name for each policy, a higher share further up', () => {
    const svg = limitedPlot([line('ours', [0.01, 0.1]), line('theirs', [1, 10])]);
    const lines = [...svg.matchAll(/points="\d+,(\d+) \d+,(\d+)"/g)].map(([, a, b]) => [
      Number(a),
      Number(b),
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[0]?.[0]).toBeGreaterThan(lines[0]?.[1] ?? 0);
    expect(lines[0]?.[1]).toBeGreaterThan(lines[1]?.[0] ?? 0);
    expect(svg).toContain('>ours</text>');
  });

  it('keeps a share of nothing within the frame', () => {
    expect(limitedPlot([line('ours', [0, 0])])).not.toMatch(/NaN|Infinity/);
  });
});
