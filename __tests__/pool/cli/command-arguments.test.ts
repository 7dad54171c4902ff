import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openPool } from '../../../src/pool/library.js';
import { describeApi } from '../../../src/pool/server/openapi.js';
import { runCommand } from '../a-command.js';
import { aFolder } from '../a-process.js';

const A_TOKEN = `gho_${'c'.repeat(36)}`;
const folder = aFolder();
afterAll(folder.remove);

const run = (args: readonly string[], stdin = '') => runCommand(args, { cwd: folder.path, stdin });

describe('an argument of token-pool', () => {
  it.each([
    [['token', 'add', A_TOKEN], 'standard input'],
    [['token', 'list', A_TOKEN], 'too many arguments'],
    [['token', 'remove', A_TOKEN], 'whole number'],
    [[A_TOKEN], 'unknown command'],
  ])('that is a token is refused and never repeated: %j', async (args, words) => {
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(out + err).not.toContain(A_TOKEN);
  });

  it.each([
    [['token', 'add', '--owner-id', '5', '--owner-login', '../x<y>'], 'a login of GitHub'],
    [['token', 'add', '--api-url', 'http://github.example.com'], 'https://'],
    [['policy', 'add', '--name', 'a\u001b[31m', '--repository-id', '5'], '1 to 100 characters'],
    [['policy', 'add', '--name', 'x', '--repository-id', '5', '--issuer', 'nobody'], 'https://'],
    [['policy', 'add', '--name', 'x', '--repository-id', 'octo/repo'], '"gh api repos/OWNER/REPO --jq .id"'],
    [['policy', 'add', '--name', 'x', '--repository-owner-id', 'octo'], '"gh api users/OWNER --jq .id"'],
    [['key', 'create', '--name', 'x'.repeat(101)], '1 to 100 characters'],
    [['key', 'create', '--name', 'x', '--init', '--database', 'a-file/pool.sqlite'], 'check the folder'],
    [['key', 'create', '--name', 'x', '--init', '--database', '/proc/none/pool.sqlite'], 'check the folder'],
  ])('that cannot be meant is refused in one line: %j', async (args, words) => {
    writeFileSync(join(folder.path, 'a-file'), '');
    const { code, err } = await run(args, A_TOKEN);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(err).toMatch(/^[^\p{C}]+\n$/u);
  });

  it.each(['octocat', 'Mona_acme', 'release-bot[bot]'])('takes the login %s', async (login) => {
    const added = await run(['token', 'add', '--init', '--owner-id', '7', '--owner-login', login], A_TOKEN);
    expect([added.code, added.out]).toEqual([0, expect.stringContaining(login)]);
  });

  it('that names an issuer which the server does not trust gets a note', async () => {
    const args = ['policy', 'add', '--init', '--name', 'ghes', '--repository-id', '5', '--issuer'];
    const { code, err } = await run([...args, 'https://github.example.com/_services/token']);
    expect([code, err]).toEqual([0, expect.stringMatching(/^note: OIDC_ISSUER does not include/)]);
  });
});

describe('the JSON of token-pool', () => {
  it('is the version of the package, as the API tells it', async () => {
    const packageJson = readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8');
    const { version } = JSON.parse(packageJson) as { version: string };
    expect(await run(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
    expect(describeApi()).toMatchObject({ info: { version } });
  });

  it('has the names of /status and ISO times', async () => {
    await run(['token', 'add', '--init', '--owner-id', '5', '--owner-login', 'octo'], A_TOKEN);
    const pool = await openPool({ database: join(folder.path, 'data/token-pool.sqlite'), name: 'indexer' });
    await pool.getToken();
    await pool.close();
    const status = JSON.parse((await run(['status', '--json'])).out);
    expect(status.buckets).toMatchObject([{ bucket: 'core', open_leases: 1, leases_last_hour: 1 }]);
    const [token] = JSON.parse((await run(['token', 'list', '--json'])).out).tokens;
    expect(new Date(token.last_used_at).toISOString()).toBe(token.last_used_at);
    const owners: { last_leased_at: string | null }[] = JSON.parse(
      (await run(['owner', 'list', '--json'])).out,
    ).owners;
    const leasedAt = owners.map((owner) => owner.last_leased_at).find((at) => at !== null) ?? '';
    expect(new Date(leasedAt).toISOString()).toBe(leasedAt);
  });

  it('includes a simulation of the history in its own database', async () => {
    const database = join(folder.path, 'history.sqlite');
    const args = ['--database', database];
    await run(['token', 'add', '--init', '--owner-id', '5', '--owner-login', 'octo', ...args], A_TOKEN);
    expect(await run(['simulate', ...args])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no lease has ended yet'),
    });
    const pool = await openPool({ database, name: 'indexer' });
    const lease = await pool.getToken({ expectedRequests: 40 });
    await pool.reportUsage(lease?.id ?? 0, {
      bucket: 'core',
      limit: 5000,
      remaining: 4960,
      used: 40,
      resetAtMs: Date.now() + 1_800_000,
    });
    await pool.close();
    const { code, out } = await run(['simulate', '--json', ...args]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ verdict: expect.stringContaining('A pool of 1 carries') });
  });
});
