import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../demo/main.js', import.meta.url));
const A_MINUTE_MS = 60_000;

type LegOfDocument = {
  leg: string;
  owner: string;
  requests_spent: number;
  budget_left: number;
  budget_limit: number;
  source: string;
  ok: boolean;
};

type PolicyOfDocument = {
  policy: string;
  calls_wanted: number;
  calls_served: number;
  calls_limited: number;
  first_limited_at_share: number | null;
  owners_used: number;
};

/** One run for all tests, with its JSON, its text, and what keeps running afterwards. */
describe('npm run demo -- --json --keep', () => {
  let demo: ChildProcessByStdio<null, Readable, Readable>;
  let document: { ok: boolean; faults: string[]; legs: LegOfDocument[]; policies: PolicyOfDocument[] };
  let tookMs: number;
  let output = '';
  let printed = '';
  beforeAll(async () => {
    const startedMs = performance.now();
    demo = spawn(process.execPath, [MAIN, '--json', '--keep'], { stdio: ['ignore', 'pipe', 'pipe'] });
    demo.stdout.on('data', (chunk) => {
      output += chunk;
    });
    demo.stderr.on('data', (chunk) => {
      printed += chunk;
    });
    while (!output.endsWith('\n}\n') && demo.exitCode === null) await delay(50);
    tookMs = performance.now() - startedMs;
    document = JSON.parse(output);
  }, 2 * A_MINUTE_MS);
  // SIGINT, so that its pool stops even when a test has failed.
  afterAll(async () => {
    if (demo.exitCode !== null || demo.signalCode !== null) return;
    const ended = once(demo, 'exit');
    demo.kill('SIGTERM');
    await ended;
  });

  const leg = (name: RegExp): LegOfDocument | undefined => document.legs.find((one) => name.test(one.leg));

  it('runs eight legs, all as expected, and says so in one JSON document', () => {
    expect(document.faults).toEqual([]);
    expect(document.ok).toBe(true);
    expect(document.legs.map((one) => one.ok)).toEqual(Array(8).fill(true));
  });

  it('takes less than a minute', () => {
    expect(tookMs).toBeLessThan(A_MINUTE_MS);
  });

  it('gives legs with secrets a token from the pool, and a fork its own', () => {
    const forks = document.legs.filter((one) => one.owner === 'GITHUB_TOKEN');
    expect(forks).toEqual([
      expect.objectContaining({ source: 'fallback', budget_left: 980, budget_limit: 1000 }),
    ]);
    expect(document.legs.filter((one) => one.source === 'pool')).toHaveLength(7);
  });

  it('moves a leg away from a revoked token and from an exhausted budget', () => {
    expect(leg(/revoked/)).toMatchObject({ owner: 'margaret', requests_spent: 40 });
    expect(leg(/spent/)).toMatchObject({ owner: 'frances', requests_spent: 40 });
  });

  it('refuses fewer calls by this pool than by round robin, and later, with the same jobs and owners', () => {
    const [roundRobin, , withSwap] = document.policies;
    expect(document.policies.map(({ policy }) => policy)).toEqual([
      'round robin',
      'this pool',
      'this pool, with swap',
    ]);
    expect(new Set(document.policies.map(({ calls_wanted }) => calls_wanted)).size).toBe(1);
    expect(document.policies.map(({ owners_used }) => owners_used)).toEqual([20, 20, 20]);
    expect(roundRobin?.calls_limited).toBeGreaterThan(withSwap?.calls_limited ?? Infinity);
    expect(withSwap?.first_limited_at_share ?? 1).toBeGreaterThan(roundRobin?.first_limited_at_share ?? 1);
  });

  it('shows no token', () => {
    expect(output + printed).not.toMatch(/gh[a-z]_[A-Za-z0-9]{16}|github_pat_|ftk_/);
  });

  it('prints a line per step of a leg without a terminal, then the table', () => {
    expect(printed).toMatch(/^▸ linux, node 24 +getting a token$/m);
    expect(printed).toMatch(/^✓ linux, node 24 +90 calls with a token from the pool$/m);
    expect(printed).toMatch(/^leg +owner +spent +budget left +source +note$/m);
    expect(printed).not.toContain('\x1b');
  });

  const address = (name: string): string =>
    new RegExp(`^  ${name} +(http\\S+)$`, 'm').exec(printed)?.[1] ?? '';

  it('leaves the page, the status and GitHub reachable at the addresses that it prints', async () => {
    const page = await fetch(address('pool'));
    const status = await fetch(address('status'));
    const zen = await fetch(`${address('github')}/zen`);

    expect([page.status, status.status, zen.status]).toEqual([200, 200, 200]);
    expect(page.headers.get('content-type')).toMatch(/html/);
  });

  it('stops everything at Ctrl-C, with exit code 0', async () => {
    const [pool, github] = [address('pool'), address('github')];
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');

    expect(await ended).toEqual([0, null]);
    await expect(fetch(pool)).rejects.toThrow(/fetch failed/);
    await expect(fetch(github)).rejects.toThrow(/fetch failed/);
  });
});
