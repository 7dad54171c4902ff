import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { API_KEY, annotationsOf, aScene, type Scene } from './fetch-job.js';
import { aLease, lending, type PoolReply, type ScriptedPool, startScriptedPool } from './scripted-pool.js';

const REQUEST_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const LEASE_ID = 'bG9uZy1hbmQtdW5ndWVzc2FibGUtMTIz';

let scene: Scene;
let pool: ScriptedPool;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(async () => {
  await pool.close();
  await scene.dispose();
});

const refusal = (
  message: unknown,
  more: { status?: number; id?: string; code?: string } = {},
): PoolReply => ({
  status: more.status ?? 403,
  headers: more.id === undefined ? {} : { 'x-request-id': more.id },
  body: { error: { code: more.code ?? 'forbidden', message } },
});

async function warningFor(reply: PoolReply): Promise<string> {
  pool = await startScriptedPool(() => reply);
  const inputs = { 'pool-url': pool.url, 'api-secret': API_KEY };
  const { job, step } = await scene.fetchToken(inputs, { secrets: { KEY: API_KEY } });
  expect(annotationsOf(step)).toHaveLength(1);
  job.expectNoLeak(API_KEY);
  return annotationsOf(step)[0] ?? '';
}

describe("a pool's own reason for a refusal", () => {
  it.each([
    [
      401,
      'unauthorized',
      /^warning: The pool does not accept the api-secret \(401\)\. The pool says: no such/,
    ],
    [
      403,
      'forbidden',
      /^warning: The pool does not allow this job to lease \(403\)\. The pool says: no such/,
    ],
    [
      429,
      'rate_limited',
      /^warning: The pool limits how often this job may ask \(429\)\. The pool says: no su/,
    ],
    [
      503,
      'pool_exhausted',
      /^warning: The pool has no token to lend that fits this request\. The pool says: no/,
    ],
    [
      400,
      'invalid_request',
      /^warning: The pool answered 400, invalid_request\. The pool says: no such thing/,
    ],
  ])('with status %i stands in the line, with the id of the request', async (status, code, words) => {
    // The wait is longer than the job has.
    const reply = { ...(refusal('no such thing.', { status, code, id: REQUEST_ID }) as object) };
    const headers = { 'x-request-id': REQUEST_ID, 'retry-after': '900' };
    const line = await warningFor({ ...reply, headers });
    expect(line).toMatch(words);
    expect(line).toContain(`no such thing (request ${REQUEST_ID}).`);
  });

  it.each([
    ['ask again in 900 s', 1],
    ['no owner has budget', 1],
    ['ask again in 9900 s', 2],
  ])('of a wait (%s) is not repeated in our own words', async (message, times) => {
    const reply = refusal(message, { status: 503, code: 'pool_exhausted' }) as object;
    const line = await warningFor({ ...reply, headers: { 'retry-after': '900' } });
    expect(line.match(/00 s\b/g)).toHaveLength(times);
  });

  it('is cut to 300 characters', async () => {
    const line = await warningFor(refusal('word '.repeat(300)));
    expect(line).toMatch(/The pool says: (?:word )+word…\. /);
    expect((/The pool says: (.*…)/.exec(line)?.[1] ?? '').length).toBeLessThanOrEqual(300);
  });

  it('is one printable line without workflow commands', async () => {
    const line = await warningFor(refusal('one\n::error::two\u001b[31m\u202ethree\u200b ##[error]four'));
    expect(line).toContain('The pool says: one ::error::two [31mthree ## [error]four.');
  });

  it.each([
    ['the api-secret', `${API_KEY} is bad`],
    ['the api-secret with invisible letters in it', `pool_key\u200b_0123456789abcdef is bad`],
    ['the api-secret in base64', `${Buffer.from(API_KEY).toString('base64')} is bad`],
    ['a token', `gho_${'a'.repeat(36)} is bad`],
    ['a key of a pool', `tpk_${'ab12'.repeat(8)} is bad`],
    ['a JWT', `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl is bad`],
    ['a header', 'Authorization: Bearer short-one is bad'],
    ['a lease id', `${LEASE_ID} is bad`],
    ['a user in an address', 'https://me:word@example.com is bad'],
    ['a password', 'password=hunter22 is bad'],
  ])('shows nothing of %s', async (_, message) => {
    const line = await warningFor(refusal(message));
    expect(line).toMatch(/The pool says: (?:https:\/\/)?\[hidden\]/);
    expect(line).not.toMatch(/\*\*\*|pool_key|gho_|tpk_|eyJ|short-one|bG9u|me:word|hunter|cG9vbF/);
  });

  it.each([
    ['a number', 12],
    ['a list', ['x']],
    ['empty', ''],
    ['longer than the contract allows', 'x y '.repeat(600)],
  ])('that is %s is left out', async (_, message) => {
    expect(await warningFor(refusal(message))).not.toContain('The pool says');
  });

  it.each([
    ['the api-secret', API_KEY.replaceAll('_', '-')],
    ['a part of it', '0123456789abcdef'],
    ['a token', `gho_${'a'.repeat(36)}`],
    ['other than an id', 'id; with words'],
  ])('comes without an id of the request that is %s', async (_, id) => {
    pool = await startScriptedPool(() => refusal('no', { id }));
    const secret = { 'pool-url': pool.url, 'api-secret': API_KEY.replaceAll('_', '-') };
    const { step } = await scene.fetchToken(secret);
    expect(annotationsOf(step)[0]).toContain('The pool says: no. Ask');
  });

  it('is in the line about a lease that was not released, too', async () => {
    const { token } = scene.github.addToken(scene.github.addUser());
    const lend = lending(aLease({ token }));
    pool = await startScriptedPool((request) =>
      request.path.endsWith('/report') ? refusal('not yours', { id: REQUEST_ID }) : lend(request),
    );
    const { job } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    const end = await job.finish();
    expect(end.posts[0]?.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining(`The pool says: not yours (request ${REQUEST_ID}).`),
    ]);
  });
});
