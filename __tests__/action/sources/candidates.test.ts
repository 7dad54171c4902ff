import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { annotationsOf } from '../fetch/fetch-job.js';
import { type AppsScene, anAppsScene, foreignKey, ownerOf } from './candidate-scene.js';

const LEGS = 16;

describe('a matrix with several Apps in one secret', () => {
  let scene: AppsScene;
  beforeEach(async () => {
    scene = await anAppsScene(5);
  });
  afterEach(() => scene.dispose());

  const ownersOfLegs = async () => {
    const owners: string[] = [];
    for (let jobIndex = 0; jobIndex < LEGS; jobIndex += 1) {
      const { step } = await scene.run({}, { jobIndex });
      expect(step.outputs.source).toBe('apps');
      owners.push(step.outputs.owner ?? '');
    }
    return owners;
  };

  it('gives the first five of 16 legs different budgets, and uses all equally within one', async () => {
    const owners = await ownersOfLegs();
    expect(new Set(owners.slice(0, 5))).toEqual(new Set(scene.listed.map(ownerOf)));
    expect(owners.slice(0, 5)).toEqual(scene.order.map(ownerOf));
    const uses = scene.listed.map((each) => owners.filter((owner) => owner === ownerOf(each)).length);
    expect([...uses].sort()).toEqual([3, 3, 3, 3, 4]);
    // Only Apps that a leg tried had a token minted.
    expect(scene.minted()).toBe(LEGS);
  }, 60_000);

  it('continues even if one App is uninstalled, one is exhausted and one key is invalid', async () => {
    const [uninstalled, spent, broken, ...healthy] = scene.listed;
    if (uninstalled) scene.github.removeInstallation(uninstalled.installation);
    if (spent) scene.github.spend(spent.installation.owner, 'core', 5_000);
    const apps = scene.listed.map((each) => ({
      client_id: each.app.clientId,
      private_key: each === broken ? 'no key at all' : each.app.privateKey,
    }));
    const owners: string[] = [];
    for (let jobIndex = 0; jobIndex < LEGS; jobIndex += 1) {
      const { job, step } = await scene.run({ apps: JSON.stringify(apps) }, { jobIndex });
      owners.push(step.outputs.owner ?? '');
      const { status, posts } = await job.finish();
      expect([status, posts[0]?.annotations]).toEqual(['success', []]);
    }
    const uses = healthy.map((each) => owners.filter((owner) => owner === ownerOf(each)).length);
    expect(uses.reduce((sum, count) => sum + count)).toBe(LEGS);
    // The legs of the three are spread over the two others.
    expect(Math.max(...uses)).toBeLessThanOrEqual(LEGS / 2 + 2);
    const revoked = scene.github.requests.filter(
      ({ method, status }) => method === 'DELETE' && status === 204,
    );
    const ofSpent = scene.minted() - LEGS;
    // GitHub does not revoke a token with an exhausted budget; this one is in no job and expires.
    expect([revoked.length, ofSpent > 0]).toEqual([LEGS, true]);
  }, 60_000);
});

describe('a job with several Apps in one secret', () => {
  let scene: AppsScene;
  beforeEach(async () => {
    scene = await anAppsScene(3);
  });
  afterEach(() => scene.dispose());

  it('masks every key and the token, exports the token, and revokes it at the end', async () => {
    const { job, step } = await scene.run(
      { apps: '${{ secrets.APPS }}' },
      { secrets: { APPS: scene.secret() } },
    );
    expect(annotationsOf(step)).toEqual([]);
    expect(step.outputs).toMatchObject({
      source: 'apps',
      owner: ownerOf(scene.at(0)),
      remaining: '5000',
    });
    const token = step.outputs.token ?? '';
    await job.run({ script: 'echo "$GITHUB_TOKEN"; printf "%s\\n" "$APPS"', env: { APPS: scene.secret() } });
    await job.finish();
    expect(scene.github.isAlive(token)).toBe(false);
    job.expectNoLeak(token);
    for (const line of scene.listed[0]?.app.privateKey.split('\n').slice(1, -2) ?? []) {
      expect(job.isMasked(line)).toBe(true);
      job.expectNoLeak(line);
    }
  });

  it('requests the configured permissions and repositories', async () => {
    await scene.run({ permissions: 'contents:read', repositories: 'widgets' });
    const [, mint] = scene.github.requests;
    expect(mint?.path).toMatch(/access_tokens$/);
    const { step } = await scene.run({ permissions: 'contents:write', required: 'false' });
    expect(annotationsOf(step).join()).toContain('Ask only for repositories and permissions');
  });

  it('skips an App that is not installed, and says which', async () => {
    const [first, second] = [scene.at(0), scene.at(1)];
    scene.github.removeInstallation(first.installation);
    const { step } = await scene.run();
    expect(step.outputs.owner).toBe(ownerOf(second));
    const number = scene.listed.indexOf(first) + 1;
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(new RegExp(`^warning: App ${number} of .apps. is skipped: .*not installed on`)),
    ]);
  });

  it('skips a budget under a fifth of its limit, and revokes the token minted for it', async () => {
    const [first, second] = [scene.at(0), scene.at(1)];
    scene.github.spend(first.installation.owner, 'core', 4_001);
    const { job, step } = await scene.run();
    expect(step.outputs.owner).toBe(ownerOf(second));
    expect(annotationsOf(step)).toEqual([]);
    expect(scene.minted()).toBe(2);
    expect(scene.github.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    await job.finish();
    expect(scene.github.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
    expect(job.summary).not.toContain(ownerOf(first));
  });

  it('keeps a budget under a fifth that is enough for min-remaining', async () => {
    const first = scene.at(0);
    scene.github.spend(first.installation.owner, 'core', 4_900);
    const { step } = await scene.run({ 'min-remaining': '100' });
    expect(step.outputs).toMatchObject({ owner: ownerOf(first), remaining: '100' });
  });

  it('uses the one with the most left when all are low, and says so', async () => {
    const [first, second, third] = [scene.at(0), scene.at(1), scene.at(2)];
    for (const [each, spent] of [
      [first, 4_990],
      [second, 4_800],
      [third, 5_000],
    ] as const) {
      scene.github.spend(each.installation.owner, 'core', spent);
    }
    const { step } = await scene.run();
    expect(step.outputs).toMatchObject({ source: 'apps', owner: ownerOf(second), remaining: '200' });
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(/^warning: All budgets that were tried are low; .* 200 of 5,000 left/),
    ]);
  });

  it('skips an unreadable key and one of another App, and prints nothing of them', async () => {
    const [first, second, third] = [scene.at(0), scene.at(1), scene.at(2)];
    const keyOf = new Map([
      [first, '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAbrokenbrokenbrokenbroken'],
      [second, foreignKey()],
    ]);
    const apps = scene.listed.map((each) => ({
      client_id: each.app.clientId,
      private_key: keyOf.get(each) ?? each.app.privateKey,
    }));
    const { step } = await scene.run({ apps: JSON.stringify(apps) });
    expect(step.outputs.owner).toBe(ownerOf(third));
    expect(annotationsOf(step)).toEqual([
      expect.stringContaining('Its private_key cannot be used: its end is missing.'),
      expect.stringContaining('GitHub does not accept the App (401)'),
    ]);
    expect(annotationsOf(step).join()).not.toMatch(/MII|broken|BEGIN/);
  });

  it('fails when none can be used, because github-token has other permissions', async () => {
    for (const { installation } of scene.listed) scene.github.removeInstallation(installation);
    const { step } = await scene.run();
    expect(step.outcome).toBe('failure');
    expect(step.env).toEqual({});
    const error = annotationsOf(step).at(-1);
    expect(error).toMatch(
      /^error: None of `apps` and `tokens` can be used\..*App 2 of .*App 3 of .*App 1 of .*`required: false`/,
    );
  });

  it('falls back when none can be used and required is false, with a warning', async () => {
    for (const { installation } of scene.listed) scene.github.removeInstallation(installation);
    const { step } = await scene.run({ required: 'false' });
    expect(step.outcome).toBe('success');
    expect(step.outputs.source).toBe('fallback');
    expect(annotationsOf(step).at(-1)).toMatch(/^warning: .*Falling back to github-token/);
  });

  it('uses the single App when none of several can be used', async () => {
    const first = scene.at(0);
    const apps = JSON.stringify([{ client_id: first.app.clientId, private_key: foreignKey() }]);
    const single = { 'client-id': first.app.clientId, 'private-key': first.app.privateKey };
    const { step } = await scene.run({ apps, ...single });
    expect(step.outputs).toMatchObject({ source: 'app', owner: ownerOf(first) });
  });

  it('comes after a pool that fails', async () => {
    const pool = {
      'pool-url': 'http://127.0.0.1:1',
      'api-secret': 'pool_key_0123456789',
      'timeout-seconds': '4',
    };
    const { step } = await scene.run(pool);
    expect(step.outputs.source).toBe('apps');
  });

  it('in a fork, which gets no secrets, continues with GITHUB_TOKEN and one notice', async () => {
    const eventPayload = { pull_request: { head: { repo: { full_name: 'visitor/widgets' } } } };
    const { step } = await scene.run({ apps: '' }, { eventName: 'pull_request', eventPayload });
    expect(step.outputs).toMatchObject({ source: 'fallback', token: scene.githubToken });
    expect(annotationsOf(step)).toEqual([expect.stringMatching(/^notice: This run comes from a fork/)]);
  });

  it('gives several tokens of different Apps, and says when there are fewer', async () => {
    const { step } = await scene.run({ count: '2' });
    expect(new Set(JSON.parse(step.outputs.tokens ?? '')).size).toBe(2);
    expect(annotationsOf(step)).toEqual([]);
    const { job, step: all } = await scene.run({ count: '4' });
    expect(JSON.parse(all.outputs.tokens ?? '')).toHaveLength(3);
    expect(annotationsOf(all)).toEqual([
      'warning: Only 3 of 4 tokens can be used. Add other owners, or lower `count`.',
    ]);
    await job.finish();
    for (const token of JSON.parse(all.outputs.tokens ?? '')) expect(scene.github.isAlive(token)).toBe(false);
  });

  it('tries no more rounds than attempts', async () => {
    for (const { installation } of scene.listed) scene.github.spend(installation.owner, 'core', 5_000);
    const { step } = await scene.run({ attempts: '2' });
    expect(step.outcome).toBe('failure');
    expect(scene.minted()).toBe(2);
    expect(annotationsOf(step).at(-1)).toContain('Without budget: 2.');
  });

  it('at a GitHub Enterprise Server with rate limits off takes its own place in the order', async () => {
    await scene.dispose();
    scene = await anAppsScene(3, { flavour: 'ghes', rateLimiting: 'off' });
    const { step } = await scene.run({}, { jobIndex: 1 });
    expect(step.outputs).toMatchObject({ source: 'apps', owner: ownerOf(scene.at(1)), remaining: '' });
    expect(annotationsOf(step)).toEqual([]);
  });

  it('keeps an App with a secondary limit, and uses no other to get around it', async () => {
    scene.github.setFault({
      match: { path: '/rate_limit' },
      effect: {
        kind: 'status',
        status: 403,
        headers: { 'retry-after': '42' },
        body: { message: 'You have exceeded a secondary rate limit.' },
      },
    });
    const { step } = await scene.run();
    expect(step.outputs.owner).toBe(ownerOf(scene.at(0)));
    expect(scene.minted()).toBe(1);
  });
});
