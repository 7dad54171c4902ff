import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../a-command.js';
import { aFolder, type Ended } from '../a-process.js';

const A_TOKEN = `gho_${'c'.repeat(36)}`;
const folder = aFolder();
afterAll(folder.remove);

const run = (args: string, stdin?: string): Promise<Ended> =>
  runCommand(args.split(' '), { cwd: folder.path, ...(stdin === undefined ? {} : { stdin }) });

const json = async (args: string, stdin?: string) => JSON.parse((await run(`${args} --json`, stdin)).out);

describe('token-pool token', () => {
  beforeAll(async () => {
    await run('token add --owner-id 5 --owner-login octo', `${A_TOKEN}\n`);
  });

  it('lists what was added, in aligned columns and never with its text', async () => {
    const { code, out } = await run('token list');
    const [headings = '', row = ''] = out.split('\n');
    expect(code).toBe(0);
    expect(row.indexOf('octo')).toBe(headings.indexOf('LOGIN'));
    expect(out).not.toContain(A_TOKEN);
  });

  it('updates instead of adding when the same token comes again', async () => {
    const again = await json('token add --owner-id 5 --owner-login octo', A_TOKEN);
    expect(again).toMatchObject({ outcome: 'updated', login: 'octo', kind: 'oauth' });
    expect(await json('token list')).toHaveLength(1);
  });

  it.each([
    ['nothing', '', 'standard input was empty'],
    ['no token', 'hello', 'The token was not taken'],
    ['two lines', `${A_TOKEN}\n${A_TOKEN}\n`, 'more than one line'],
    ['a refresh token', `ghr_${'r'.repeat(40)}`, 'refresh token'],
    ['a book', 'x'.repeat(20_000), 'too long'],
  ])('refuses %s from standard input in one line', async (_what, stdin, words) => {
    const { code, out, err } = await run('token add --owner-id 6', stdin);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toContain(stdin === '' ? 'gho_' : stdin);
  });

  it('removes a token by its id, once', async () => {
    const { token_id } = await json('token add --owner-id 8', `gho_${'d'.repeat(36)}`);
    expect((await run(`token remove ${token_id}`)).code).toBe(0);
    const again = await run(`token remove ${token_id}`);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining(`there is no token ${token_id}`)]);
  });
});

describe('token-pool key', () => {
  it('prints a key once and lists only its beginning', async () => {
    const made = await run('key create --name ci --label push --quota 100 --expires 90d');
    const key = made.out.trim();
    expect(key).toMatch(/^tpk_[A-Za-z0-9_-]{43}$/);
    const listed = await run('key list');
    expect(listed.out).toContain(key.slice(0, 12));
    expect(listed.out).not.toContain(key);
    const [view] = await json('key list');
    expect(view).toMatchObject({ name: 'ci', role: 'lease', labels: ['push'], quota_per_hour: 100 });
  });

  it('revokes by name', async () => {
    await run('key create --name leaver');
    expect((await run('key revoke leaver')).code).toBe(0);
    expect((await run('key list')).out).toMatch(/leaver .* revoked/);
  });

  it.each([
    ['key create', '--name'],
    ['key create --name x --role boss', 'lease or admin'],
    ['key create --name x --quota many', 'whole number'],
    ['key create --name x --label Push', 'lower-case'],
    ['key create --name x --expires yesterday', '2027-01-31'],
    ['key create --name x --expires 2001-01-01', 'that time is over'],
    ['key revoke nobody', 'token-pool key list'],
    ['key lst', 'unknown command'],
    ['nonsense', 'unknown command'],
    ['key list --database mysql://x', 'DATABASE_URL'],
  ])('answers "%s" with a line that helps and exit code 2', async (args, words) => {
    const { code, err } = await run(args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('token-pool policy and owner', () => {
  it('keep one policy per name and refuse one that would admit the world', async () => {
    await run('policy add --name main --repository-id 42 --ref refs/heads/main');
    await run('policy add --name main --repository-id 43 --event push,schedule');
    expect(await json('policy list')).toMatchObject([
      { name: 'main', repository_ids: ['43'], events: ['push', 'schedule'] },
    ]);
    const open = await run('policy add --name open --event push');
    expect([open.code, open.err]).toEqual([2, expect.stringContaining('every repository of the world')]);
    expect((await run('policy remove main')).code).toBe(0);
    expect(await json('policy list')).toEqual([]);
  });

  it('pause, resume and reserve by login', async () => {
    await run('token add --owner-id 9 --owner-login helper', `gho_${'h'.repeat(36)}`);
    expect(await json('owner pause helper')).toMatchObject({ login: 'helper', paused: true });
    expect(await json('owner resume helper')).toMatchObject({ paused: false });
    expect(await json('owner reserve helper 50')).toMatchObject({ reserve: 0.5 });
    expect((await run('owner list')).out).toMatch(/helper .* 50 %/);
    expect((await run('owner pause nobody')).code).toBe(2);
  });
});

describe('every command', () => {
  it('takes --database before DATABASE_URL', async () => {
    const status = await runCommand(['status', '--json', '--database', 'other/pool.sqlite'], {
      cwd: folder.path,
      env: { DATABASE_URL: 'never-made.sqlite' },
    });
    expect(JSON.parse(status.out)).toMatchObject({ tokens: { active: 0, total: 0 } });
    expect(status.err).toContain('other/pool.sqlite.key');
  });

  it('shows its options when asked, with exit code 0', async () => {
    const { code, out } = await run('token add --help');
    expect([code, out]).toEqual([0, expect.stringContaining('--owner-id <id>')]);
  });
});
