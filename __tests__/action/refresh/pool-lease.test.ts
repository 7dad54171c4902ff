import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Lease } from '../../../src/wire.js';
import { folderOf, keeperPid, tokenIn } from '../../../testkit/refresh-folder.js';
import type { StageResult } from '../../../testkit/runner/types.js';
import {
  aLease,
  lending,
  type PoolReply,
  type PoolRequest,
  type ScriptedPool,
  startScriptedPool,
} from '../fetch/scripted-pool.js';
import { ask, revokeToken } from './readers.js';
import { aScene, type Scene, until } from './scene.js';

const SECRET = 'pool-key-of-this-test';

let scene: Scene;
let pool: ScriptedPool;
let answer: (request: PoolRequest) => PoolReply;
beforeEach(async () => {
  scene = await aScene();
  pool = await startScriptedPool((request) => answer(request));
});
afterEach(async () => {
  await scene.dispose();
  await pool.close();
});

function aToken(login: string): { token: string; owner: string } {
  return scene.github.addToken(scene.github.addUser({ login }), { kind: 'oauth' });
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

/** A pool that lends one token first, and another when its lease is renewed. */
function renewing(first: string, second: string, fields: Partial<Lease> = {}): void {
  const lend = lending(aLease({ lease_id: 'lease-1', token: first, ...fields }));
  answer = (request) => {
    if (!request.path.endsWith('/renew')) return lend(request);
    const lease = aLease({ lease_id: 'lease-2', token: second });
    return { body: { decision: 'replace', lease_id: 'lease-2', lease_expires_at: inMs(3_600_000), lease } };
  };
}

function refreshFromPool(more: Record<string, string> = {}): Promise<StageResult> {
  return scene
    .job()
    .then((job) => scene.refresh(job, { 'pool-url': pool.url, 'api-secret': SECRET, ...more }));
}

function renewals(): PoolRequest[] {
  return pool.requests.filter(({ path }) => path.endsWith('/renew'));
}

it("replaces a revoked token with the pool's, and tells the pool why", async () => {
  const [first, second] = [aToken('ada').token, aToken('bob').token];
  renewing(first, second);
  const folder = folderOf(await refreshFromPool());

  revokeToken(scene, folder);
  await until(() => tokenIn(folder) === second);

  expect(renewals().map(({ path, body }) => [path, body.outcome])).toEqual([
    ['/api/v1/leases/lease-1/renew', 'unauthorized'],
  ]);
});

it('replaces a token whose budget runs low before it is exhausted', async () => {
  const ada = aToken('ada');
  const second = aToken('bob').token;
  // The keeper checks short-lived tokens more often.
  renewing(ada.token, second, { expires_at: inMs(40_000) });
  const folder = folderOf(await refreshFromPool({ 'refresh-before': '1', 'min-remaining': '100' }));

  scene.github.spend(ada.owner, 'core', 4_950);
  await until(() => tokenIn(folder) === second);

  expect(renewals()[0]?.body.outcome).toBe('exhausted');
});

it('renews the lease ahead of its end and keeps the token', async () => {
  const { token } = aToken('ada');
  const lend = lending(aLease({ token, lease_expires_at: inMs(1_500) }));
  answer = (request) =>
    request.path.endsWith('/renew')
      ? { body: { decision: 'keep', lease_id: 'lease-1', lease_expires_at: inMs(3_600_000) } }
      : lend(request);
  const folder = folderOf(await refreshFromPool());

  await until(() => renewals().length > 0);

  expect(tokenIn(folder)).toBe(token);
  expect(pool.asked()).toHaveLength(1);
});

it('keeps using the old token while the pool is gone, and says so', async () => {
  const { token } = aToken('ada');
  const lend = lending(aLease({ token, expires_at: inMs(20_000) }));
  answer = (request) => (request.path.endsWith('/leases') ? lend(request) : { status: 400 });
  const folder = folderOf(await refreshFromPool());
  process.kill(keeperPid(folder), 'SIGKILL');
  await pool.close();
  // As if the token were in its last seconds.
  age(folder, 15_000);

  const answered = await ask(folder);

  expect(answered).toMatchObject({ code: 0, stdout: `${token}\n` });
  expect(answered.stderr).not.toContain('required');
  expect(answered.stderr).toMatch(
    /^fetch-token: no new token: .+ The current one stays in use until it expires\.\n$/,
  );
});

function age(folder: string, ms: number): void {
  const path = join(folder, 'credentials.json');
  const credentials = JSON.parse(readFileSync(path, 'utf8'));
  credentials.life.obtainedAtWallMs -= ms;
  writeFileSync(path, JSON.stringify(credentials));
}

it('releases every lease of the job once, with what was spent', async () => {
  const [first, second] = [aToken('ada').token, aToken('bob').token];
  renewing(first, second);
  const job = await scene.job();
  const step = await scene.refresh(job, { 'pool-url': pool.url, 'api-secret': SECRET });
  revokeToken(scene, folderOf(step));
  await until(() => tokenIn(folderOf(step)) === second);

  const { posts } = await job.finish();

  expect(posts[0]).toMatchObject({ outcome: 'success', annotations: [] });
  const released = pool.reports().map(({ path, body }) => [path.split('/')[4], body.release]);
  expect(released.sort()).toEqual([
    ['lease-1', true],
    ['lease-2', true],
  ]);
});

it('reports a secondary limit in post', async () => {
  const { token } = aToken('ada');
  answer = lending(aLease({ token }));
  const job = await scene.job();
  await scene.refresh(job, { 'pool-url': pool.url, 'api-secret': SECRET });
  scene.github.setFault({
    match: { path: '/rate_limit' },
    effect: {
      kind: 'status',
      status: 403,
      headers: { 'retry-after': '42' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    },
  });
  await job.finish();
  expect(pool.reports().map(({ body }) => body)).toEqual([
    { buckets: {}, outcome: 'secondary_limited', retry_after_seconds: 42, release: true },
  ]);
});

it('reports an exhausted budget in post', async () => {
  const ada = aToken('ada');
  answer = lending(aLease({ token: ada.token }));
  const job = await scene.job();
  await scene.refresh(job, { 'pool-url': pool.url, 'api-secret': SECRET });
  scene.github.spend(ada.owner, 'core', 5000);
  await job.finish();
  expect(pool.reports().map(({ body }) => body)).toMatchObject([
    { outcome: 'exhausted', buckets: { core: { remaining: 0 } }, release: true },
  ]);
});

it('warns in post and does not fail the job when the pool is down', async () => {
  answer = lending(aLease({ token: aToken('ada').token }));
  const job = await scene.job();
  await scene.refresh(job, { 'pool-url': pool.url, 'api-secret': SECRET });
  await pool.close();

  const { posts } = await job.finish();

  expect(posts[0]?.outcome).toBe('success');
  expect(posts[0]?.annotations.map(({ message }) => message)).toEqual([
    '1 token could not be given back; leases and tokens expire by themselves.',
  ]);
});
