import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mapWithConcurrency } from '../../../demo/map-with-concurrency.js';
import { API_KEY, annotationsOf, aScene, type Scene } from './fetch-job.js';
import { aLease, type PoolReply, type ScriptedPool, startScriptedPool } from './scripted-pool.js';

const TOKEN = `gho_${'Zz9'.repeat(12)}`;

/** What the pool sends instead of a token, and the expected message. */
const BAD_TOKENS: [string, unknown, RegExp][] = [
  ['null', null, /not a text/],
  ['the text null', 'null', /starts with neither/],
  ['a number', 12345678901234, /not a text/],
  ['an empty text', '', /empty/],
  ['a token with a line break', `${TOKEN}\nGITHUB_PATH=/evil`, /line break/],
  ['a token with a carriage return', `${TOKEN}\r`, /line break/],
  ['a token with NUL', `${TOKEN}\0`, /control character/],
  ['a token that closes the heredoc', `${TOKEN}\nghadelimiter_0\nPATH<<x\n/evil\nx`, /line break/],
  ['a token with percent escapes', `${TOKEN}%0A`, /other than letters/],
  ['letters that look like a token', `gh\u043e_${'a'.repeat(36)}`, /starts with neither/],
  ['a token of another vendor', `glpat-${'a'.repeat(30)}`, /starts with neither/],
  ['a refresh token', `ghr_${'a'.repeat(36)}`, /refresh token/],
];

const hangUpMidBody: PoolReply = (response) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '4000' });
  response.write(`{"leases":[{"token":"${TOKEN}"`);
  setTimeout(() => response.destroy(), 20);
};
const drip: PoolReply = (response) => {
  response.writeHead(201, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
};
const tenMegabytes: PoolReply = (response) => {
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(`"${'x'.repeat(10_000_000)}"`);
};

/** How the pool misbehaves, and the expected message. */
const BAD_ANSWERS: [string, PoolReply, RegExp][] = [
  ['closes in mid-body', hangUpMidBody, /closed the connection in the middle/],
  ['drips', drip, /did not answer completely within/],
  ['is silent', () => {}, /did not answer completely within/],
  ['resets the connection', (response) => response.destroy(), /closed the connection without an answer/],
  ['sends ten megabytes', tenMegabytes, /sent more than 1048576 bytes/],
  ['sends a web page', { body: '<html>sign in</html>' }, /a web page instead of JSON/],
  ['sends half of a JSON', { body: '{"leases":[' }, /not JSON/],
  ['sends JSON of another form', { body: { hello: 'world' } }, /carries no leases/],
  ['sends an empty body', { body: '' }, /an empty body/],
  ['redirects', { status: 307, headers: { location: 'https://evil.example/' } }, /307, a redirect/],
  [
    'refuses the key',
    { status: 401, body: { error: { code: 'unauthorized', message: 'no' } } },
    /api-secret \(401\)/,
  ],
  ['fails', { status: 500, body: 'oops' }, /answered 500/],
];

type PoolRun = Awaited<ReturnType<Scene['fetchToken']>>;

function runAgainst(scene: Scene, pool: ScriptedPool, more = {}): Promise<PoolRun> {
  const inputs = { 'pool-url': pool.url, 'api-secret': API_KEY, 'timeout-seconds': '2', ...more };
  return scene.fetchToken(inputs, { secrets: { KEY: API_KEY } });
}

describe('a pool that answers badly', () => {
  let scene: Scene;
  const pools: ScriptedPool[] = [];
  let fallbacks: PoolRun[];
  let failures: PoolRun[];
  // Several at a time, because most of the time is spent waiting.
  beforeAll(async () => {
    scene = await aScene();
    const runAll = (required: string) =>
      mapWithConcurrency(BAD_ANSWERS, 4, async ([, reply]) => {
        const pool = await startScriptedPool(() => reply);
        pools.push(pool);
        return runAgainst(scene, pool, { required });
      });
    fallbacks = await runAll('false');
    failures = await runAll('true');
  });
  afterAll(async () => {
    for (const pool of pools) await pool.close();
    await scene.dispose();
  });

  const outcomeOf = (meetings: readonly PoolRun[], answer: string): PoolRun => {
    const meeting = meetings[BAD_ANSWERS.findIndex(([name]) => name === answer)];
    if (meeting === undefined) throw new Error(`no job met a pool that ${answer}`);
    return meeting;
  };

  it.each(BAD_ANSWERS)(
    'that %s: the fallback is used and the warning says what happened',
    (name, _, words) => {
      const { job, step } = outcomeOf(fallbacks, name);
      expect(step.outcome).toBe('success');
      expect(step.env).toEqual({ GITHUB_TOKEN: scene.githubToken });
      expect(annotationsOf(step)).toHaveLength(1);
      expect(annotationsOf(step)[0]).toMatch(/^warning: /);
      expect(annotationsOf(step)[0]).toMatch(words);
      expect(step.timing.durationMs).toBeLessThan(6000);
      job.expectNoLeak(API_KEY);
    },
  );

  it.each(BAD_ANSWERS)('that %s fails a step that requires a token', (name, _, words) => {
    const { step } = outcomeOf(failures, name);
    expect(step.outcome).toBe('failure');
    expect(step.env).toEqual({});
    expect(annotationsOf(step)[0]).toMatch(/^error: /);
    expect(annotationsOf(step)[0]).toMatch(words);
  });
});

describe('a hostile pool', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  const runWithReply = async (reply: PoolReply, more = {}) => {
    pool = await startScriptedPool(() => reply);
    return runAgainst(scene, pool, more);
  };

  it.each(BAD_TOKENS)(
    'with %s: the fallback is used, the rule is named, the value is not',
    async (_, token, rule) => {
      const lease = { ...aLease(), token };
      const { job, step } = await runWithReply({ status: 201, body: { leases: [lease], requested: 1 } });
      expect(step.outcome).toBe('success');
      expect(step.env).toEqual({ GITHUB_TOKEN: scene.githubToken });
      expect(step.outputs.source).toBe('fallback');
      const [first] = annotationsOf(step);
      expect(first).toMatch(/^warning: /);
      expect(first).toMatch(rule);
      job.expectNoLeak(TOKEN);
      // A short word must not become a mask: it would garble the log of the whole job.
      expect(job.isMasked('null')).toBe(false);
    },
  );

  it('masks a token and a secret that an error body echoes, and prints neither', async () => {
    const { job, step } = await runWithReply({
      status: 403,
      body: { error: { code: API_KEY, message: TOKEN }, token: TOKEN },
    });
    expect(job.isMasked(TOKEN)).toBe(true);
    expect(annotationsOf(step).join()).not.toContain('***');
    job.expectNoLeak(TOKEN);
  });

  it('masks a token that is written with JSON escapes', async () => {
    const escaped = [...TOKEN]
      .map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
    const text = JSON.stringify({ leases: [aLease({ token: 'PLACE' })], requested: 1 }).replace(
      'PLACE',
      escaped,
    );
    const { job, step } = await runWithReply({ status: 201, body: text }, { verify: 'false' });
    expect(step.outputs.token).toBe(TOKEN);
    await job.run({
      script: 'echo "$GITHUB_TOKEN"; printf %s "$GITHUB_TOKEN:" | base64; echo "$GITHUB_TOKEN" | base64',
    });
    job.expectNoLeak(TOKEN);
  });

  it('masks a token that comes after many others', async () => {
    const crowd = Array.from({ length: 150 }, (_, index) => `ghx_${String(index).padStart(20, 'c')}`);
    const body = { crowd, leases: [aLease({ token: TOKEN })], requested: 1 };
    const { job, step } = await runWithReply({ status: 201, body }, { verify: 'false' });
    expect(step.outputs.token).toBe(TOKEN);
    expect(job.isMasked(TOKEN)).toBe(true);
  });

  it('does not send the secret to a host without TLS', async () => {
    pool = await startScriptedPool(() => ({}));
    const { step } = await scene.fetchToken({ 'pool-url': 'http://pool.example.com', 'api-secret': API_KEY });
    expect(step.outcome).toBe('failure');
    expect(annotationsOf(step)).toEqual([expect.stringMatching(/^error: Input pool-url: write https:\/\//)]);
  });

  it('waits as long as a busy pool asks, then retries', async () => {
    let asked = 0;
    const { token } = scene.github.addToken(scene.github.addUser());
    pool = await startScriptedPool(() => {
      asked += 1;
      if (asked === 1) return { status: 429, headers: { 'retry-after': '1' }, body: {} };
      return { status: 201, body: { leases: [aLease({ token })], requested: 1 } };
    });
    const { step } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    expect(step.outputs.token).toBe(token);
    expect(step.timing.durationMs).toBeGreaterThanOrEqual(1000);
  });
});
