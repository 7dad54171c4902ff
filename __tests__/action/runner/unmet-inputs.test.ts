import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Vars } from '../../../testkit/runner/types.js';
import { API_KEY, annotationsOf, aScene, type Scene } from '../fetch/fetch-job.js';
import { aLease, lending, startScriptedPool } from '../fetch/scripted-pool.js';
import { aScene as aRefreshScene } from '../refresh/scene.js';

describe('an input that cannot be met', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(() => scene.dispose());

  const anApp = (): Vars => {
    const app = scene.github.addApp();
    const account = scene.github.addUser({ login: 'octo-org', type: 'Organization' });
    scene.github.addInstallation(app, { account, repositories: ['octo-org/widgets'] });
    return { 'client-id': app.clientId, 'private-key': app.privateKey };
  };
  const theApps = () => {
    const { 'client-id': client_id, 'private-key': private_key } = anApp();
    return { apps: JSON.stringify([{ client_id, private_key }]) };
  };

  it.each<[Vars, string]>([
    [
      { 'expected-requests': '15001' },
      'expected-requests: write at most 15000: GitHub gives no one more of core',
    ],
    [{ 'min-remaining': '15001' }, 'min-remaining: write at most 15000: GitHub gives no one more of core'],
    [
      { 'min-remaining': '31', bucket: 'search' },
      'min-remaining: write at most 30: GitHub gives no one more of',
    ],
    [{ 'expected-requests': '12501', bucket: 'graphql' }, 'expected-requests: write at most 12500: GitHub'],
    [
      { bucket: 'cores' },
      "bucket: write one of GitHub's rate-limit resources: core, search, code_search, graphql",
    ],
  ])('fails the step by its name before anything is asked: %j', async (inputs, words) => {
    const { step } = await scene.fetchToken(inputs);
    expect(step.outcome).toBe('failure');
    expect(annotationsOf(step)).toEqual([expect.stringContaining(`error: Input ${words}`)]);
    expect(scene.github.requests).toEqual([]);
  });

  it.each<[string, () => Vars]>([
    ['the App', anApp],
    ['apps', theApps],
  ])('is a life beyond an hour where %s is the only source', async (_, source) => {
    const { step } = await scene.fetchToken({ ...source(), 'min-ttl-seconds': '3600' });
    expect(annotationsOf(step)).toEqual([
      'error: Input min-ttl-seconds: write at most 3599: the token of an App lives for an hour.',
    ]);
    expect(scene.github.requests).toEqual([]);
  });

  it('is allowed if a pool comes first; the App is then skipped, and the log says why', async () => {
    const { token } = scene.github.addToken(scene.github.addUser());
    const pool = await startScriptedPool(lending(aLease({ token })));
    const inputs = { ...anApp(), 'pool-url': pool.url, 'api-secret': API_KEY, 'min-ttl-seconds': '7200' };
    const first = await scene.fetchToken(inputs);
    expect(first.step.outputs).toMatchObject({ source: 'pool', token });
    const second = await scene.fetchToken(inputs);
    expect(second.step.outputs.source).toBe('fallback');
    expect(annotationsOf(second.step)[0]).toContain('lives for an hour, and 7200 s were asked for');
    await pool.close();
  });

  it('is a refresh-before of an hour with only an App', async () => {
    const refreshing = await aRefreshScene();
    const job = await refreshing.job();
    const step = await refreshing.refresh(job, { ...anApp(), 'refresh-before': '3600' });
    expect(annotationsOf(step)).toEqual([
      'error: Input refresh-before: write at most 3599: the token of an App lives for an hour.',
    ]);
    await refreshing.dispose();
  });

  it('is a min-remaining above the limit that every token has', async () => {
    const { token } = scene.github.addToken(scene.github.addUser());
    const { step } = await scene.fetchToken({ tokens: token, 'min-remaining': '6000', required: 'false' });
    const words = 'its core budget has 5,000 of 5,000 left, and min-remaining asks for more than that limit';
    expect(annotationsOf(step).join()).toContain(words);
  });

  it('may be higher on a server whose administrator sets the limits', async () => {
    await scene.dispose();
    scene = await aScene({ flavour: 'ghes' });
    const { step } = await scene.fetchToken({ 'expected-requests': '100000' });
    expect(step.outcome).toBe('success');
  });
});
