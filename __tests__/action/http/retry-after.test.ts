import { describe, expect, it } from '@jest/globals';
import { requestPatiently } from '../../../src/action/http/retry.js';
import type { HttpResponse } from '../../../src/action/http/types.js';

const START_MS = Date.UTC(2026, 0, 15, 12);

/** Asks a server that first answers 503 with this `Retry-After`, with a clock that advances only by waiting. */
async function askedWith(retryAfter: string, timeoutMs = 30_000) {
  let nowMs = START_MS;
  const askedAtMs: number[] = [];
  const deps = {
    now: () => nowMs,
    random: () => 0,
    signal: new AbortController().signal,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
    http: async (): Promise<HttpResponse> => {
      askedAtMs.push(nowMs - START_MS);
      if (askedAtMs.length > 1) return { status: 200, headers: {}, body: '' };
      return { status: 503, headers: { 'retry-after': retryAfter }, body: '' };
    },
  };
  const request = { method: 'GET', url: 'https://pool.example.com', timeoutMs: 1000 } as const;
  const policy = { deadlineAtMs: START_MS + timeoutMs, perTryMs: 1000, maxTries: 3 };
  const { status } = await requestPatiently(deps, () => request, policy);
  return { status, askedAtMs };
}

describe('Retry-After', () => {
  it('is honoured as a number of seconds', async () => {
    expect(await askedWith('7')).toEqual({ status: 200, askedAtMs: [0, 7000] });
  });

  it('is honoured as a date', async () => {
    const date = new Date(START_MS + 9000).toUTCString();
    expect(await askedWith(date)).toEqual({ status: 200, askedAtMs: [0, 9000] });
  });

  it('as a date in the past does not change the usual wait', async () => {
    const date = new Date(START_MS - 9000).toUTCString();
    expect(await askedWith(date)).toEqual({ status: 200, askedAtMs: [0, 125] });
  });

  it.each(['60', new Date(START_MS + 60_000).toUTCString()])(
    'beyond the deadline (%s) ends the asking at once',
    async (retryAfter) => {
      expect(await askedWith(retryAfter)).toEqual({ status: 503, askedAtMs: [0] });
    },
  );

  it.each(['soon', '-5', '9'.repeat(20)])('that makes no sense (%s) leaves the usual wait', async (text) => {
    expect((await askedWith(text)).askedAtMs).toEqual([0, 125]);
  });
});
