import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createJob } from '../../../testkit/runner/job.js';
import { workerSuite } from '../../../testkit/runner/job-suite.js';
import type { FinishResult, Job, StageResult, UsesStep } from '../../../testkit/runner/types.js';
import { API_KEY, ROOT } from './fetch-job.js';
import { aLease, type PoolRequest, type ScriptedPool, startScriptedPool } from './scripted-pool.js';

const takeWorker = workerSuite();
const TOKEN = `gho_${'Mo7'.repeat(12)}`;
const GITHUB_TOKEN = `ghs_${'Fb3'.repeat(12)}`;
const IDENTITY = ['header', 'payload0', 'signature'].map((part) => part.repeat(3)).join('.');
const RESET = Math.floor(Date.now() / 1000) + 3600;

/** One server for all requests of main, so that a test can delay any answer. */
const ANSWERS: { readonly [path: string]: (request: PoolRequest) => unknown } = {
  '/identity': () => ({ value: IDENTITY }),
  '/api/v1/leases': () => ({ leases: [aLease({ token: TOKEN })], requested: 1 }),
  '/rate_limit': () => ({ resources: { core: { limit: 5000, remaining: 4000, used: 1000, reset: RESET } } }),
  '/api/v1/leases/lease-1/report': () => ({ lease_id: 'lease-1', state: 'settled', requests_spent: 0 }),
};

/** How much of an answer the server gives before the job is cancelled, and whether the rest comes afterwards. */
type Moment = {
  readonly path: string;
  readonly before: 'nothing' | 'half of it' | 'all of it';
  readonly afterwards: 'the rest' | 'silence';
  /** Factor on the runner's waits; small ones provoke its later signals. */
  readonly timeScale: number;
};

/** The first answer on the path is delayed as the case says; all others come at once. */
function serverFor(moment: Moment | null, cancel: () => void): Promise<ScriptedPool> {
  let isHeld = moment === null;
  return startScriptedPool((request) => {
    const path = request.path.replace(/\?.*/, '');
    const text = JSON.stringify(ANSWERS[path]?.(request) ?? {});
    const status = path === '/api/v1/leases' ? 201 : 200;
    if (moment === null || isHeld || path !== moment.path) return { status, body: text };
    isHeld = true;
    return (response) => hold(response, { status, text, moment, cancel });
  });
}

type Held = { status: number; text: string; moment: Moment; cancel: () => void };

function hold(response: ServerResponse, { status, text, moment, cancel }: Held): void {
  const given = { nothing: 0, 'half of it': text.length / 2, 'all of it': text.length }[moment.before];
  if (given > 0) {
    const headers = { 'content-type': 'application/json', 'content-length': String(text.length) };
    response.writeHead(status, headers);
    response.write(text.slice(0, given));
  }
  cancel();
  if (moment.afterwards === 'silence') return;
  if (given === 0) response.writeHead(status, { 'content-type': 'application/json' });
  response.end(text.slice(given));
}

describe('cancelling fetch-token', () => {
  let pool: ScriptedPool;
  let job: Job;
  afterEach(async () => {
    await job.dispose();
    await pool.close();
  });

  const run = async (
    moment: Moment | null,
    more: Pick<UsesStep, 'cancelWhen' | 'with'> & { debug?: boolean } = {},
  ): Promise<{ step: StageResult; end: FinishResult; isMaskedByMain: boolean }> => {
    pool = await serverFor(moment, () => void job.cancel());
    const oidc = { requestUrl: `${pool.url}/identity`, requestToken: 'request-token-of-the-job' };
    const timeScale = moment?.timeScale ?? 1;
    const { debug = false, ...own } = more;
    const secrets = { KEY: API_KEY };
    const options = { githubToken: GITHUB_TOKEN, apiUrl: pool.url, timeScale, debug, oidc, secrets };
    job = await createJob(options, takeWorker);
    const proof = moment?.path === '/identity' ? {} : { 'api-secret': API_KEY };
    const inputs = { 'pool-url': pool.url, ...proof, ...own.with };
    const step = await job.uses({ id: 'fetch', action: ROOT, ...own, with: inputs });
    // Before post, which masks it again.
    const isMaskedByMain = job.isMasked(TOKEN);
    return { step, end: await job.finish(), isMaskedByMain };
  };

  const released = () => pool.reports().filter(({ body }) => body.release === true);
  const expectNothingShows = (end: FinishResult) => {
    for (const secret of [TOKEN, API_KEY, IDENTITY]) job.expectNoLeak(secret);
    for (const post of end.posts) expect(post.outcome).toBe('success');
  };

  it.each<[string, Moment]>([
    [
      'before a pool was asked',
      { path: '/identity', before: 'nothing', afterwards: 'the rest', timeScale: 1 },
    ],
    [
      'before a pool was asked, for good',
      { path: '/identity', before: 'nothing', afterwards: 'silence', timeScale: 0.04 },
    ],
  ])('%s leases nothing or gives it back', async (_, moment) => {
    const { step, end } = await run(moment);
    expect(step.outcome).toBe('cancelled');
    expect(step.env).toEqual({});
    expect(released()).toHaveLength(pool.asked().length);
    expectNothingShows(end);
  });

  const leased = '/api/v1/leases';
  it.each<[string, Moment]>([
    ['while the pool thinks', { path: leased, before: 'nothing', afterwards: 'the rest', timeScale: 1 }],
    ['while the pool speaks', { path: leased, before: 'half of it', afterwards: 'the rest', timeScale: 1 }],
    ['when the pool has spoken', { path: leased, before: 'all of it', afterwards: 'the rest', timeScale: 1 }],
    [
      'while the token is verified',
      { path: '/rate_limit', before: 'nothing', afterwards: 'silence', timeScale: 1 },
    ],
    [
      'in the middle of the verification',
      { path: '/rate_limit', before: 'half of it', afterwards: 'silence', timeScale: 1 },
    ],
    [
      'in the middle of a verification that ends well',
      { path: '/rate_limit', before: 'half of it', afterwards: 'the rest', timeScale: 1 },
    ],
    [
      'when the token is verified',
      { path: '/rate_limit', before: 'all of it', afterwards: 'the rest', timeScale: 1 },
    ],
  ])('%s gives the lease back', async (_, moment) => {
    const { step, end, isMaskedByMain } = await run(moment);
    // A process that had finished before the signal has succeeded. Either way the lease ends.
    expect(['cancelled', 'success']).toContain(step.outcome);
    expect(isMaskedByMain).toBe(true);
    expect(pool.asked()).toHaveLength(1);
    expect(released()).toHaveLength(1);
    expectNothingShows(end);
  });

  it.each<[string, Moment]>([
    ['that never answers', { path: leased, before: 'nothing', afterwards: 'silence', timeScale: 0.04 }],
    ['that stops half-way', { path: leased, before: 'half of it', afterwards: 'silence', timeScale: 0.04 }],
    ['that takes its time', { path: leased, before: 'nothing', afterwards: 'silence', timeScale: 1 }],
  ])('at a pool %s ends in time and leaves the lease to its own end', async (_, moment) => {
    const { step, end } = await run(moment);
    expect(step.outcome).toBe('cancelled');
    expect(step.env).toEqual({});
    // The runner's last signal is not needed.
    expect(step.signals.map(({ signal }) => signal)).not.toContain('SIGKILL');
    // Main cannot know a lease whose answer has not come; the pool ends it.
    expect(released()).toEqual([]);
    expectNothingShows(end);
  });

  it('while a token is given back gives it back in post', async () => {
    const path = '/api/v1/leases/lease-1/report';
    const moment: Moment = { path, before: 'nothing', afterwards: 'silence', timeScale: 1 };
    // More than the token has left, so that main asks for another.
    const { step, end } = await run(moment, { with: { 'min-remaining': '4500' } });
    expect(step.outcome).toBe('cancelled');
    expect(step.env).toEqual({});
    expect(end.posts).toHaveLength(1);
    expect(released()).toHaveLength(2);
    expectNothingShows(end);
  });

  it('at its first line of output leases nothing or releases it', async () => {
    const { end } = await run(null, { cancelWhen: /add-mask/, debug: true });
    expect(job.status).toBe('cancelled');
    expect(released()).toHaveLength(pool.asked().length);
    expectNothingShows(end);
  });

  it('right after it has exported the token releases the lease', async () => {
    const { step, end, isMaskedByMain } = await run(null, { cancelWhen: /Exported as/ });
    expect(isMaskedByMain).toBe(true);
    expect(step.env).toEqual({ GITHUB_TOKEN: TOKEN });
    expect(released()).toHaveLength(1);
    expectNothingShows(end);
  });
});
