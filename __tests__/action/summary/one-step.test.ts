import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aScene as aRefreshScene } from '../refresh/scene.js';
import { API_KEY, aScene, type Scene } from '../fetch/fetch-job.js';
import { aLease, lending, startScriptedPool } from '../fetch/scripted-pool.js';

describe('the summary of a job', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(() => scene.dispose());

  const anApp = (repositories: readonly string[]) => {
    const app = scene.github.addApp();
    const account = scene.github.addUser({ login: 'octo-org', type: 'Organization' });
    const installation = scene.github.addInstallation(app, { account, repositories: [...repositories] });
    return { installation, inputs: { 'client-id': app.clientId, 'private-key': app.privateKey } };
  };

  it('is one table: source, owner, budget before and after, spent; written at the end', async () => {
    const issued = scene.github.addToken(scene.github.addUser());
    const pool = await startScriptedPool(lending(aLease({ token: issued.token })));
    const { job } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    expect(job.summary).toBe('');
    scene.github.spend(issued.owner, 'core', 120);
    await job.finish();
    await pool.close();
    expect(job.summary).toBe(
      [
        '#### GitHub token',
        '',
        '| Source | Owner | Budget before | Budget after | Spent |',
        '| --- | --- | --- | --- | --- |',
        '| pool | owner-1 | 5,000 of 5,000 (core) | 4,880 of 5,000 (core) | 120 core |',
        '\n',
      ].join('\n'),
    );
  });

  it('has a row for each of several tokens and no column that is empty in all of them', async () => {
    const tokens = [1, 2].map(() => scene.github.addToken(scene.github.addUser()).token).join('\n');
    const { job } = await scene.fetchToken({ tokens, count: '2', verify: 'false', 'report-usage': 'false' });
    await job.finish();
    const lines = job.summary.split('\n').filter((line) => line.startsWith('|'));
    expect(lines[0]).toBe('| Source | Owner | Budget after |');
    expect(lines.slice(2).map((line) => line.split(' | ')[1])).toEqual(
      expect.arrayContaining(['tokens-1', 'tokens-2']),
    );
    expect(lines).toHaveLength(4);
  });

  it('explains the fallback in one line below the table', async () => {
    const { job } = await scene.fetchToken({});
    await job.finish();
    expect(job.summary.match(/#### /g)).toHaveLength(1);
    expect(job.summary).toMatch(/^\| Source \| Budget before \| Budget after \| Spent \|$/m);
    expect(job.summary).toMatch(/^- No source is configured, or its secret is empty/m);
  });

  it("and the log show an App's permissions and repositories, and the log the expiry", async () => {
    const { inputs } = anApp(['octo-org/widgets', 'octo-org/gears']);
    const { job, step } = await scene.fetchToken(inputs);
    expect(step.stdout).toMatch(
      /^The App grants this token [a-z_]+: \w+.*metadata: read on octo-org\/widgets\.$/m,
    );
    expect(step.stdout).toMatch(/; it expires at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/m);
    await job.finish();
    expect(job.summary).toMatch(/^\| Source \|.*\| Permissions \|$/m);
    expect(job.summary).toMatch(/metadata: read on octo-org\/widgets \|$/m);
    expect(job.summary).not.toMatch(/\dT\d\d:|\.\d{3}Z/);
  });

  it('says when an App has access to the repositories that its owner selected', async () => {
    const { inputs } = anApp(['octo-org/widgets']);
    const { step } = await scene.fetchToken({ ...inputs, owner: 'octo-org', permissions: 'metadata: read' });
    expect(step.stdout).toMatch(
      /^The App grants this token metadata: read on (?:octo-org\/widgets|the repositories chosen)/m,
    );
  });

  it('shows only permissions and repositories whose names have GitHub’s form', async () => {
    const { inputs } = anApp(['octo-org/widgets']);
    scene.github.setFault({
      match: { path: /access_tokens$/ },
      effect: {
        kind: 'status',
        status: 201,
        body: {
          token: `ghs_${'a'.repeat(36)}`,
          expires_at: '2099-01-02T03:04:05Z',
          permissions: { contents: 'read', '::error::x': 'read', issues: 'owner' },
          repository_selection: 'selected',
          repositories: [{ full_name: 'octo-org/widgets' }, { full_name: '<b>x</b>/y' }, null],
        },
      },
    });
    const { step } = await scene.fetchToken({ ...inputs, verify: 'false' });
    expect(step.stdout).toMatch(/^The App grants this token contents: read on octo-org\/widgets\.$/m);
  });

  it('has the token of refresh-token, with the budget that it had and what is left', async () => {
    const refreshing = await aRefreshScene();
    const job = await refreshing.job();
    const step = await refreshing.refresh(job, refreshing.appInputs);
    await job.finish();
    expect(step.stdout).toMatch(/ is renewed before \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/m);
    expect(step.stdout).toMatch(/^The App grants this token .*metadata: read on octo-org\/widgets\.$/m);
    expect(job.summary).toMatch(
      /^\| Source \| Owner \| Budget before \| Budget after \| Spent \| Permissions \|$/m,
    );
    expect(job.summary).toMatch(
      /^\| app \| installation-\d+ \| [\d,]+ of [\d,]+ \(core\) \| [\d,]+ of [\d,]+ \(core\) \| 0 core \| .* \|$/m,
    );
    await refreshing.dispose();
  });

  it('is not written by refresh-token with `summary: false`', async () => {
    const refreshing = await aRefreshScene();
    const job = await refreshing.job();
    await refreshing.refresh(job, { ...refreshing.appInputs, summary: 'false' });
    await job.finish();
    expect(job.summary).toBe('');
    await refreshing.dispose();
  });
});
