import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/pool/cli/run.js';
import { aFolder } from '../a-process.js';
import { A_JOB, NOW_MS } from '../an-app.js';

const folder = aFolder();
afterAll(folder.remove);

/** The output of `lease export` for identical jobs at regular intervals on one owner. */
function aTrace(jobs: { count: number; requests: number; everyMs: number }): string {
  return Array.from({ length: jobs.count }, (_, index) => {
    const atMs = NOW_MS + index * jobs.everyMs;
    const iso = (ms: number) => new Date(ms).toISOString();
    return JSON.stringify({
      lease_id: `lease-${index}`,
      owner: 'one',
      job: { ...A_JOB, run_id: String(index) },
      bucket: 'core',
      need: jobs.requests,
      granted_at: iso(atMs),
      ends_at: iso(atMs + 3_600_000),
      settled_at: iso(atMs + 60_000),
      state: 'settled',
      requests_spent: jobs.requests,
    });
  }).join('\n');
}

async function simulate(trace: string, ...options: string[]) {
  const file = join(folder.path, 'trace.jsonl');
  writeFileSync(file, trace);
  const seen = { code: 0, out: '', err: '' };
  seen.code = await runCli(['simulate', '--trace', file, '--json', ...options], {
    env: {},
    stdin: Readable.from([]),
    out: (text) => {
      seen.out += text;
    },
    err: (text) => {
      seen.err += text;
    },
    openLog: () => ({ write: () => undefined, flushSync: () => undefined }),
    isTerminal: false,
    now: Date.now,
    fetch: () => Promise.reject(new Error('nothing is asked')),
    ending: AbortSignal.abort(),
  });
  return seen;
}

describe('token-pool simulate', () => {
  it('says how many times the load a pool could serve', async () => {
    const { code, out } = await simulate(aTrace({ count: 60, requests: 20, everyMs: 60_000 }));
    expect([code, JSON.parse(out).verdict]).toEqual([
      0,
      'A pool of 1 carries 3 times the jobs of the trace.',
    ]);
  });

  it('says how many owners an overloaded pool lacks', async () => {
    const { out } = await simulate(aTrace({ count: 120, requests: 200, everyMs: 30_000 }));
    expect(JSON.parse(out).verdict).toMatch(/^A pool of \d+ is needed, \d+ more than now\.$/);
  });

  it('takes a budget and a number of owners to try', async () => {
    const trace = aTrace({ count: 120, requests: 200, everyMs: 30_000 });
    const { out } = await simulate(trace, '--owners', '3', '--limit', '15000');
    expect(JSON.parse(out).verdict).toMatch(/^A pool of 3 carries/);
  });

  it('gives the same result for the same seed', async () => {
    const trace = aTrace({ count: 20, requests: 20, everyMs: 60_000 });
    const [one, other] = [await simulate(trace, '--seed', '9'), await simulate(trace, '--seed', '9')];
    expect(one.out).toBe(other.out);
  });

  it.each([
    ['', 'no lease has ended yet'],
    ['{', 'line 1 of the trace is not JSON'],
    ['{"owner":1}', 'not what "token-pool lease export" prints'],
  ])('refuses the trace %j in one line', async (trace, words) => {
    const { code, err } = await simulate(trace);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
