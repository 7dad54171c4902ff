import { describe, expect, it } from '@jest/globals';
import { limitedPlot } from '../../../bench/leasing/plot.js';

describe('the plot of limited calls', () => {
  const line = (name: string, percents: number[]) => ({
    name,
    points: percents.map((percent, index) => ({ load: 0.6 + index / 10, percent })),
  });

  it('draws a labelled line for each policy, with higher shares further up', () => {
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

  it('keeps a share of zero within the frame', () => {
    expect(limitedPlot([line('ours', [0, 0])])).not.toMatch(/NaN|Infinity/);
  });
});
