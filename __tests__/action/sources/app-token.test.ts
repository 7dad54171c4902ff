import { createPrivateKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { App } from '../../../testkit/github/types.js';
import { annotationsOf, aScene, type Scene } from '../fetch/fetch-job.js';

describe('a job that mints a token of a GitHub App', () => {
  let scene: Scene;
  let app: App;
  beforeEach(async () => {
    scene = await aScene();
    app = scene.github.addApp();
  });
  afterEach(() => scene.dispose());

  const install = () => {
    const account = scene.github.addUser({ login: 'octo-org', type: 'Organization' });
    return scene.github.addInstallation(app, {
      account,
      repositories: ['octo-org/widgets', 'octo-org/gears'],
    });
  };
  const inputs = (more = {}) => ({ 'client-id': app.clientId, 'private-key': app.privateKey, ...more });

  it('gets one for its repository, masks it and the key, and revokes it at the end', async () => {
    const installation = install();
    const { job, step } = await scene.fetchToken(inputs(), { secrets: { KEY: app.privateKey } });
    expect(annotationsOf(step)).toEqual([]);
    const token = step.outputs.token ?? '';
    expect(step.outputs).toMatchObject({
      source: 'app',
      kind: 'installation',
      owner: `installation-${installation.id}`,
    });
    expect(Date.parse(step.outputs['expires-at'] ?? '')).toBeGreaterThan(Date.now());
    expect(scene.github.isAlive(token)).toBe(true);
    await job.run({ script: 'echo "$GITHUB_TOKEN"; printf %s "x-access-token:$GITHUB_TOKEN" | base64' });
    await job.finish();
    expect(scene.github.isAlive(token)).toBe(false);
    job.expectNoLeak(token);
    for (const line of app.privateKey.split('\n').slice(2, -3)) job.expectNoLeak(line);
  });

  it.each([
    ['with literal \\n', (pem: string) => pem.replaceAll('\n', '\\n')],
    ['as base64', (pem: string) => Buffer.from(pem).toString('base64')],
    ['on one line', (pem: string) => pem.trim().replaceAll('\n', ' ')],
    ['as PKCS#8', (pem: string) => createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('accepts the key %s, and hides it though it is no secret of the job', async (_, written) => {
    install();
    const key = written(app.privateKey);
    const { job, step } = await scene.fetchToken(inputs({ 'private-key': key }));
    expect(step.outputs.source).toBe('app');
    const later = await job.run({ script: 'printf "%s\\n" "$KEY"', env: { KEY: key } });
    const lines = key.split(/\\n|\s/).filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(later.lines.join('\n')).not.toContain(line);
  });

  it('accepts the App id instead of the client id', async () => {
    install();
    const { step } = await scene.fetchToken({ 'app-id': String(app.id), 'private-key': app.privateKey });
    expect(step.outputs.source).toBe('app');
  });

  it('fails when its only App is not installed, because github-token has other permissions', async () => {
    const { step } = await scene.fetchToken(inputs({ owner: 'somebody-else' }));
    expect(step.outcome).toBe('failure');
    expect(step.env).toEqual({});
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(/^error: The App is not installed on somebody-else \(404\).*`required: false`/),
    ]);
  });

  it('falls back with a warning when the pool fails and then the App', async () => {
    const pool = { 'pool-url': 'http://127.0.0.1:1', 'api-secret': 'pool_key_0123456789' };
    const { step } = await scene.fetchToken(
      inputs({ ...pool, owner: 'somebody-else', 'timeout-seconds': '2' }),
    );
    expect(step.outputs.source).toBe('fallback');
    expect(annotationsOf(step)).toEqual([expect.stringMatching(/^warning: The pool.*not installed/)]);
  });

  it('says when the App is not installed, and falls back where required is false', async () => {
    const { step } = await scene.fetchToken(inputs({ owner: 'somebody-else', required: 'false' }));
    expect(step.outputs.source).toBe('fallback');
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(/^warning: The App is not installed on somebody-else \(404\)/),
    ]);
  });

  it.each([-10, 10])("uses GitHub's clock when its own is %i minutes off", async (minutes) => {
    await scene.dispose();
    scene = await aScene({ now: () => Date.now() - minutes * 60_000 });
    app = scene.github.addApp();
    install();
    const { step } = await scene.fetchToken(inputs());
    expect(annotationsOf(step)).toEqual([]);
    expect(step.outputs.source).toBe('app');
    // The first try was refused, so the clocks differed.
    expect(scene.github.requests[0]?.status).toBe(401);
  });

  it("waits for a token that has not reached all of GitHub's servers", async () => {
    install();
    scene.github.setFault({
      match: { path: '/rate_limit' },
      effect: { kind: 'status', status: 401 },
      times: 1,
    });
    const { step } = await scene.fetchToken(inputs());
    expect(step.outputs.source).toBe('app');
    expect(annotationsOf(step)).toEqual([]);
  });

  it('uses the App when the pool fails', async () => {
    install();
    const pool = {
      'pool-url': 'http://127.0.0.1:1',
      'api-secret': 'pool_key_0123456789',
      'timeout-seconds': '4',
    };
    const { step } = await scene.fetchToken(inputs(pool));
    expect(step.outputs.source).toBe('app');
  });

  it('pitfall “a 401 on revoking”: counts a token that is already gone at the end as revoked', async () => {
    install();
    const { job, step } = await scene.fetchToken(inputs());
    scene.github.revokeToken(step.outputs.token ?? '');
    const end = await job.finish();
    expect(end.posts[0]?.outcome).toBe('success');
    expect(end.posts[0]?.annotations).toEqual([]);
  });
});
