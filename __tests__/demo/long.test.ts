import { beforeAll, describe, expect, it } from '@jest/globals';
import { type LongOutcome, longFaults } from '../../demo/long/report.js';
import { PUSH_MINUTES } from '../../demo/long/scale.js';
import type { Push, Observations } from '../../demo/long/watch.js';
import { perform } from './perform.js';

const A_MINUTE_MS = 60_000;

type LongDocument = {
  ok: boolean;
  faults: string[];
  pushes: { identity: string; generation: number; status: number; averted_401: boolean }[];
  refreshes: { generation: number }[];
  gh_calls: { generation: number; words: string }[];
  answer_to_first_token: number;
  [name: string]: unknown;
};

describe('npm run demo -- long', () => {
  let document: LongDocument;
  let output: string;
  let tookMs: number;
  beforeAll(async () => {
    ({ output, tookMs } = await perform('long'));
    document = JSON.parse(output) as LongDocument;
  }, 2 * A_MINUTE_MS);

  it('ends well in less than a minute, and says so in one JSON document', () => {
    expect([document.ok, document.faults]).toEqual([true, []]);
    expect(tookMs).toBeLessThan(A_MINUTE_MS);
  });

  it('pushes to the end as the App, past the moment from which the first token is refused', () => {
    expect(document.answer_to_first_token).toBe(401);
    expect(document.pushes).toHaveLength(PUSH_MINUTES.length);
    expect(new Set(document.pushes.map(({ identity }) => identity))).toEqual(new Set(['release-bot[bot]']));
    expect(document.pushes.at(-1)).toMatchObject({ status: 200, averted_401: true });
    expect(document.refreshes.length).toBeGreaterThan(0);
  });

  it('gives gh the current token', () => {
    expect(document.gh_calls[0]).toMatchObject({ words: 'release upload nightly minute-10.tar' });
    expect(document.gh_calls.at(-1)?.generation).toBeGreaterThan(1);
  });

  it('leaves nothing behind and shows no token', () => {
    expect(document).toMatchObject({
      keeper_ended: true,
      secrets_shown: 0,
      environment_restored: true,
      tokens_alive: 0,
    });
    expect(output).not.toMatch(/gh[a-z]_[A-Za-z0-9]{3}|PRIVATE KEY/);
  });
});

describe('the faults of a long job', () => {
  const aPush = (overrides: Partial<Push> = {}): Push => ({
    minute: 80,
    identity: 'release-bot[bot]',
    generation: 2,
    status: 200,
    averted401: true,
    ...overrides,
  });
  const seen = (overrides: Partial<Observations> = {}): Observations => ({
    pushes: PUSH_MINUTES.map(() => aPush()),
    refreshes: [{ minute: 40, generation: 2 }],
    ghCalls: PUSH_MINUTES.map((minute) => ({ minute, generation: 2, words: 'release upload' })),
    tokens: ['one', 'two'],
    firstTokenStatus: 401,
    ...overrides,
  });
  const outcome = (overrides: Partial<LongOutcome> = {}): LongOutcome => ({
    pushedCommits: PUSH_MINUTES.map((minute) => `minute ${minute}`),
    keeperEnded: true,
    leaks: 0,
    environmentRestored: true,
    validTokens: 0,
    postOutcome: 'success',
    workOutcome: 'success',
    mints: 2,
    tookMs: 12_000,
    ...overrides,
  });

  it('are none when all went well', () => {
    expect(longFaults(seen(), outcome())).toEqual([]);
  });

  const strayPushes = PUSH_MINUTES.map((_, index) =>
    index === 0 ? aPush({ identity: 'github-actions[bot]', generation: 0 }) : aPush(),
  );
  const refusedPushes = PUSH_MINUTES.map((_, index) => (index === 0 ? aPush({ status: 401 }) : aPush()));
  it.each<[string, Partial<Observations>, Partial<LongOutcome>]>([
    ['1 pushes had another identity', { pushes: strayPushes }, {}],
    ['the git server refused a push', { pushes: refusedPushes }, {}],
    ['the token was never refreshed', { refreshes: [] }, {}],
    ['the first token never expired', { firstTokenStatus: 200 }, {}],
    ['0 of 7 pushes arrived', {}, { pushedCommits: [] }],
    ['9 tokens were minted', {}, { mints: 9 }],
    ['the keeper is still running', {}, { keeperEnded: false }],
    ['1 secrets appear', {}, { leaks: 1 }],
    ['the environment was not', {}, { environmentRestored: false }],
    ['1 tokens of the job are still valid', {}, { validTokens: 1 }],
  ])('say "%s"', (words, sightings, ending) => {
    expect(longFaults(seen(sightings), outcome(ending))).toEqual([expect.stringContaining(words)]);
  });
});
