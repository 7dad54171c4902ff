import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PoolProcess, startPool } from '../../demo/pool-process.js';
import type { Vars } from '../../testkit/runner/types.js';
import { annotationsOf, aScene, type Scene } from '../action/fetch/fetch-job.js';
import { aFolder } from '../pool/a-process.js';
import { serveWithin } from '../pool/serve-within.js';

const REPOSITORY_ID = '4711';

describe('a job that a real pool refuses', () => {
  let scene: Scene;
  let pool: PoolProcess;
  let folder: ReturnType<typeof aFolder>;
  beforeEach(async () => {
    scene = await aScene();
    folder = aFolder();
    pool = await startPool({
      serve: serveWithin,
      folder: folder.path,
      githubApiUrl: scene.github.apiUrl,
      githubServerUrl: scene.github.serverUrl,
      env: { OIDC_ISSUER: scene.github.issuer, LOG_LEVEL: 'info' },
    });
    await pool.command(['policy', 'add', '--name', 'ours', '--repository-id', REPOSITORY_ID]);
  });
  afterEach(async () => {
    await scene.dispose();
    await pool.close();
    folder.remove();
  });

  async function lineFor(inputs: Vars, { eventName = 'push', repositoryId = '' } = {}): Promise<string> {
    const claims = {
      repository: 'octo-org/widgets',
      repository_id: repositoryId,
      repository_owner_id: '99',
      ref: 'refs/heads/main',
      event_name: eventName,
    };
    const oidc = repositoryId === '' ? {} : { oidc: scene.github.addJobIdentity(claims) };
    const { step } = await scene.fetchToken({ 'pool-url': pool.url, ...inputs }, { ...oidc, eventName });
    expect(annotationsOf(step)).toHaveLength(1);
    return annotationsOf(step)[0] ?? '';
  }

  const keyOf = async (role: 'admin' | 'lease') => {
    const printed = await pool.command(['key', 'create', '--name', `a-${role}-key`, '--role', role]);
    return /tpk_[\w-]+/.exec(printed)?.[0] ?? '';
  };

  it('with an admin key learns to get a leasing key', async () => {
    const line = await lineFor({ 'api-secret': await keyOf('admin') });
    expect(line).toContain('The pool says: this needs a leasing key; an admin key cannot lease (request ');
    expect(line).toContain("Ask the pool's operator for a key that may lease.");
  });

  it('with an unknown key learns to check the secret', async () => {
    const line = await lineFor({ 'api-secret': `tpk_${'ab12'.repeat(10)}` });
    expect(line).toContain('The pool says: this credential is not known to the pool (request ');
    expect(line).toContain('Check that the secret holds a key of this pool that is not revoked.');
  });

  it('with a forbidden label learns which one to drop', async () => {
    const line = await lineFor({ 'api-secret': await keyOf('lease'), label: 'push' });
    expect(line).toContain('The pool says: "a-lease-key" may not lease under the label "push"');
    expect(line).toContain("Drop `label`, or ask the pool's operator to allow the label push.");
  });

  it('that needs more than any owner has learns to ask for less, and not to retry later', async () => {
    const line = await lineFor({ 'api-secret': await keyOf('lease'), 'min-remaining': '4000' });
    expect(line).toContain('The pool says: no owner in this pool could serve this, now or after a reset: ');
    expect(line).toContain("Ask for less, or have the pool's operator add owners.");
    expect(line).not.toMatch(/later|come back/);
  });

  it("without a policy learns to ask for one, and its request is in the pool's log", async () => {
    const line = await lineFor({}, { repositoryId: '4712' });
    expect(line).toContain(
      'The pool says: no policy of this pool admits repository 4712 of owner 99 on event push',
    );
    expect(line).toContain("Ask the pool's operator for a policy that admits this repository.");
    const id = /\(request ([\w-]+)\)/.exec(line)?.[1];
    await pool.close();
    const logged = pool
      .log()
      .split('\n')
      .find((each) => each.includes('"refused"'));
    expect(JSON.parse(logged ?? '{}')).toMatchObject({
      reqId: id,
      repository: 'octo-org/widgets',
      event: 'push',
    });
  });

  it('on pull_request_target learns what that event does', async () => {
    const line = await lineFor({}, { repositoryId: REPOSITORY_ID, eventName: 'pull_request_target' });
    expect(line).toContain('but not on event pull_request_target');
    expect(line).toContain('Use another event than pull_request_target, which runs code from forks');
  });
});
