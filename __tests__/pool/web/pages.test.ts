import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type HomeView, homeMain } from '../../../src/pool/web/page/home.js';
import { html } from '../../../src/pool/web/page/html.js';
import { page } from '../../../src/pool/web/page/layout.js';
import { type MeView, meMain } from '../../../src/pool/web/page/me.js';
import { budgetPlot, plottedSpan } from '../../../src/pool/web/page/plot.js';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

function aHome(overrides: Partial<HomeView> = {}): HomeView {
  return {
    nowMs: NOW_MS,
    tokens: { active: 3, total: 4 },
    leasesLastHour: 1234,
    limitedShare: 0.005,
    buckets: [
      {
        bucket: 'core',
        owners: 3,
        limit: 15_000,
        remaining: 9000,
        promised: 1000,
        free: 5000,
        openLeases: 4,
        limitedShare: 0.025,
      },
    ],
    history: [],
    owners: [],
    ownersTotal: 0,
    reservePercent: 20,
    canJoin: true,
    ...overrides,
  };
}

function aMe(overrides: Partial<MeView> = {}): MeView {
  return {
    nowMs: NOW_MS,
    login: 'ada',
    ref: 'o-1',
    paused: false,
    suspended: false,
    reservePercent: 20,
    budgets: [],
    tokens: [],
    uses: [],
    olderCursor: null,
    csrf: 'proof',
    ...overrides,
  };
}

describe('markup', () => {
  it('lets no text of others become markup', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        expect(markup.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(
          /<p title="[^"]*[<>&'][^"]*">|<\/p>.+/,
        );
        expect(markup.match(/[<>]/g)).toHaveLength(4);
      }),
    );
  });
});

describe('the front page', () => {
  it('shows what is left, promised and free of the aggregate budget', () => {
    const { markup } = homeMain(aHome());
    expect(markup).toContain('<td>6,000</td><td>1,000</td><td>5,000</td>');
    expect(markup).toContain('0.5 %');
    expect(markup).toContain('2.5 %');
  });

  it('says that nobody can join where there is no OAuth app, and offers no button', () => {
    const { markup } = homeMain(aHome({ canJoin: false }));
    expect(markup).toContain('operators only');
    expect(markup).not.toContain('href="/auth"');
    const frame = { title: 'Pool', login: null, csrf: '', assets: { css: '/c', js: '/j' } };
    expect(page({ ...frame, canJoin: false }, html``)).not.toContain('href="/auth"');
    expect(page({ ...frame, canJoin: true }, html``)).toContain('href="/auth"');
  });

  it('shows a pool without tokens as such', () => {
    expect(homeMain(aHome({ buckets: [] })).markup).toContain('Nobody has lent a token yet');
  });
});

describe('the plot', () => {
  it('draws no line across a time without samples', () => {
    const at = (minutes: number) => ({ atMs: NOW_MS - minutes * 60_000, limit: 100, remaining: 50 });
    const plot = (points: ReturnType<typeof at>[]) =>
      budgetPlot({ bucket: 'core', points, ...plottedSpan(points, NOW_MS), toMs: NOW_MS }).markup;
    expect(plot([at(20), at(15), at(10)]).match(/M/g)).toHaveLength(2);
    expect(plot([at(300), at(295), at(10), at(5)]).match(/M/g)).toHaveLength(4);
  });

  it('of a young pool covers the hours that it has, so that its line fills the width', () => {
    const sample = (minutes: number) => ({ atMs: NOW_MS - minutes * 60_000, limit: 100, remaining: 50 });
    const page = (minutes: number) =>
      homeMain(aHome({ history: [{ bucket: 'core', points: [sample(minutes), sample(0)] }] })).markup;
    expect(page(3)).toContain('<h3><code>core</code>, last 15 minutes</h3>');
    expect(page(55)).toContain('<h3><code>core</code>, last hour</h3>');
    expect(page(170)).toContain('<h3><code>core</code>, last 3 hours</h3>');
    expect(page(1440)).toContain('<h3><code>core</code>, last day</h3>');
    expect(page(3)).toContain('>11:50</text>');
    expect(page(55)).toContain('>11:15</text>');
    expect(page(1440)).toContain('>06:00</text>');
  });

  it('of a whole day stays small and keeps its lowest point', () => {
    const points = Array.from({ length: 1440 }, (_, minute) => ({
      atMs: NOW_MS - (1440 - minute) * 60_000,
      limit: 100,
      remaining: minute === 700 ? 0 : 50,
    }));
    const { markup } = homeMain(aHome({ history: [{ bucket: 'core', points }] }));
    const plot = markup.slice(markup.indexOf('<svg'), markup.indexOf('</svg>'));
    expect(plot.length).toBeLessThan(10_000);
    // The height of the line for nothing left.
    expect(plot).toMatch(/class="remaining" d="[^"]* 156\.0L/);
  });
});

describe('a contributor’s page', () => {
  it('shows each use with its run and what it spent', () => {
    const use = {
      atMs: NOW_MS,
      repository: 'octo/repo',
      workflow: 'ci',
      job: 'test',
      runUrl: 'https://github.test/octo/repo/actions/runs/7/attempts/1',
      requestsSpent: 42,
      state: 'settled' as const,
    };
    const { markup } = meMain(aMe({ uses: [use] }));
    expect(markup).toContain('<td>octo/repo</td>');
    expect(markup).toContain('href="https://github.test/octo/repo/actions/runs/7/attempts/1"');
    expect(markup).toContain('<td>42</td>');
  });

  it('offers to resume what is paused, and to pause what is not', () => {
    expect(meMain(aMe({ paused: true })).markup).toContain('action="/me/resume"');
    expect(meMain(aMe()).markup).toContain('action="/me/pause"');
  });

  it('binds every form to the session', () => {
    const { markup } = meMain(aMe());
    const forms = markup.match(/<form /g) ?? [];
    expect(forms.length).toBeGreaterThan(2);
    expect(markup.match(/name="csrf" value="proof"/g)).toHaveLength(forms.length);
  });
});
