import { describe, expect, it } from '@jest/globals';
import { homeMain } from '../../../src/pool/web/page/home.js';
import { budgetPlot, plottedSpan } from '../../../src/pool/web/page/plot.js';
import { aHome, aLive, NOW_MS } from './a-view.js';

describe('the plot', () => {
  it('draws no line across a time without samples', () => {
    const at = (minutes: number) => ({ atMs: NOW_MS - minutes * 60_000, limit: 100, remaining: 50 });
    const plot = (points: ReturnType<typeof at>[]) =>
      budgetPlot({ bucket: 'core', points, ...plottedSpan(points, NOW_MS), toMs: NOW_MS }).markup;
    expect(plot([at(20), at(15), at(10)]).match(/M/g)).toHaveLength(2);
    expect(plot([at(300), at(295), at(10), at(5)]).match(/M/g)).toHaveLength(4);
  });

  it('of a new pool covers the hours with samples, so that its line fills the width', () => {
    const sample = (minutes: number) => ({ atMs: NOW_MS - minutes * 60_000, limit: 100, remaining: 50 });
    const page = (minutes: number) =>
      homeMain(aHome({ live: aLive({ plotted: { bucket: 'core', points: [sample(minutes), sample(0)] } }) }))
        .markup;
    expect(page(3)).toContain('<h3>core, last 15 minutes</h3>');
    expect(page(55)).toContain('<h3>core, last hour</h3>');
    expect(page(170)).toContain('<h3>core, last 3 hours</h3>');
    expect(page(1440)).toContain('<h3>core, last day</h3>');
    expect(page(3)).toContain('>11:50</text>');
    expect(page(55)).toContain('>11:15</text>');
    expect(page(1440)).toContain('>06:00</text>');
  });

  it('writes no time where it would be cut off or overlap the figures', () => {
    const points = [1440, 0].map((minutes) => ({
      atMs: NOW_MS - minutes * 60_000,
      limit: 100,
      remaining: 50,
    }));
    const { markup } = budgetPlot({ bucket: 'core', points, ...plottedSpan(points, NOW_MS), toMs: NOW_MS });
    expect([...markup.matchAll(/>(\d\d:\d\d)</g)].map(([, time]) => time)).toEqual([
      '18:00',
      '00:00',
      '06:00',
    ]);
  });

  it('of a whole day stays small and keeps its lowest point', () => {
    const points = Array.from({ length: 1440 }, (_, minute) => ({
      atMs: NOW_MS - (1440 - minute) * 60_000,
      limit: 100,
      remaining: minute === 700 ? 0 : 50,
    }));
    const { markup } = homeMain(aHome({ live: aLive({ plotted: { bucket: 'core', points } }) }));
    const plot = markup.slice(markup.indexOf('<svg'), markup.indexOf('</svg>'));
    expect(plot.length).toBeLessThan(10_000);
    // The height of the line for nothing left.
    expect(plot).toMatch(/class="remaining" d="[^"]* 156\.0L/);
  });
});
