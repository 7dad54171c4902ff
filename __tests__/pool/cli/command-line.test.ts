import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
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
    await run('token add --init --owner-id 5 --owner-login octo', `${A_TOKEN}\n`);
  });

  it('lists what was added, in aligned columns and never with its text', async () => {
    const { code, out } = await run('token list');
    const [headings = '', row = ''] = out.split('\n');
    expect(code).toBe(0);
    expect(row.indexOf('octo')).toBe(headings.indexOf('LOGIN'));
    expect(out).not.toContain(A_TOKEN);
  });

  it('updates instead of adding when the same token is added again', async () => {
    const again = await json('token add --owner-id 5 --owner-login octo', A_TOKEN);
    expect(again).toMatchObject({ outcome: 'updated', login: 'octo', kind: 'oauth' });
    expect((await json('token list')).tokens).toHaveLength(1);
  });

  it.each([
    ['nothing', '', 'standard input was empty'],
    ['no token', 'hello', 'The token was not accepted'],
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
    expect((await run(`token remove ${token_id} --yes`)).code).toBe(0);
    const again = await run(`token remove ${token_id} --yes`);
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
    const [view] = (await json('key list')).keys;
    expect(view).toMatchObject({ name: 'ci', role: 'lease', labels: ['push'], quota_per_hour: 100 });
  });

  it('gives no two active keys the same name, and frees the name of a revoked one', async () => {
    const create = () => run('key create --name twin --json');
    expect((await create()).code).toBe(0);
    const second = await create();
    expect([second.code, JSON.parse(second.out).error.code]).toEqual([2, 'conflict']);
    await run('key revoke twin --yes');
    expect((await create()).code).toBe(0);
  });

  it('says in which database a new key is', async () => {
    const { err } = await run('key create --name where');
    expect(err).toContain(`in the database ${join(realpathSync(folder.path), 'data/token-pool.sqlite')}.`);
  });

  it('revokes by name', async () => {
    await run('key create --name leaver');
    expect((await run('key revoke leaver --yes')).code).toBe(0);
    expect((await run('key list')).out).toMatch(/leaver .* revoked/);
  });

  it.each([
    ['key create', '--name'],
    ['key create --name x --role boss', 'lease or admin'],
    ['key create --name x --quota many', 'whole number'],
    ['key create --name x --label Push', 'lower-case'],
    ['key create --name x --expires yesterday', '2027-01-31'],
    ['key create --name x --expires 2001-01-01', 'that time is in the past'],
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
  it('keep one policy per name and refuse one that would admit everyone', async () => {
    await run('policy add --name main --repository-id 42 --ref refs/heads/main');
    await run('policy add --name main --repository-id 43 --event push,schedule');
    expect(await json('policy list')).toMatchObject({
      policies: [{ name: 'main', repository_ids: ['43'], events: ['push', 'schedule'] }],
    });
    const open = await run('policy add --name open --event push');
    expect([open.code, open.err]).toEqual([2, expect.stringContaining('every repository on GitHub')]);
    expect((await run('policy remove main --yes')).code).toBe(0);
    expect(await json('policy list')).toEqual({ policies: [] });
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
  it('prefers --database to DATABASE_URL', async () => {
    const made = await runCommand(
      ['key', 'create', '--name', 'ci', '--init', '--json', '--database', 'other/pool.sqlite'],
      { cwd: folder.path, env: { DATABASE_URL: 'never-made.sqlite' } },
    );
    expect(JSON.parse(made.out).database).toBe(join(realpathSync(folder.path), 'other/pool.sqlite'));
    expect(made.err).toContain(join(realpathSync(folder.path), 'other/pool.sqlite.key'));
    expect(existsSync(join(folder.path, 'never-made.sqlite'))).toBe(false);
  });

  it.each([
    'status',
    'key create --name x',
    'token list',
    'owner list',
    'audit',
    'lease export',
    'rotate-encryption-key',
  ])('%s makes no database, and says how to name the one that is meant', async (command) => {
    const { code, out, err } = await run(`${command} --database absent/pool.sqlite`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(
      `there is no pool at ${join(realpathSync(folder.path), 'absent/pool.sqlite')}: name its`,
    );
    expect(err).toContain('--database or DATABASE_URL');
    expect(existsSync(join(folder.path, 'absent'))).toBe(false);
  });

  it.each(['token list', 'key list', 'policy list', 'owner list', 'app list', 'audit', 'status', 'doctor'])(
    '%s --json prints one object with snake_case members',
    async (command) => {
      const shown = await json(command);
      const names = (value: unknown): string[] =>
        typeof value !== 'object' || value === null
          ? []
          : Array.isArray(value)
            ? value.flatMap(names)
            : Object.entries(value).flatMap(([name, member]) => [name, ...names(member)]);
      expect(Array.isArray(shown)).toBe(false);
      expect(names(shown).filter((name) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name))).toEqual([]);
    },
  );

  it.each([
    ['key revoke nobody --yes', 'not_found'],
    ['key create --name x --role boss', 'usage'],
    ['key create', 'usage'],
    ['nonsense', 'usage'],
    ['token remove 1', 'not_confirmed'],
    ['status --database absent.sqlite', 'no_database'],
  ])('"%s --json" fails with the same object as the API and the code %s', async (args, code) => {
    const ended = await run(`${args} --json`);
    expect(JSON.parse(ended.out)).toEqual({ error: { code, message: expect.any(String) } });
    expect(ended.err).toMatch(/^error: /);
  });

  it.each([
    ['help', 'Usage: token-pool [options]'],
    ['help key', 'Usage: token-pool key '],
    ['help key create', 'Usage: token-pool key create '],
    ['key help', 'Usage: token-pool key '],
    ['key help create', 'Usage: token-pool key create '],
    ['policy add --help', 'Usage: token-pool policy add '],
  ])('is explained by "%s"', async (args, words) => {
    expect(await run(args)).toMatchObject({ code: 0, out: expect.stringContaining(words) });
  });

  it('is not explained where there is none', async () => {
    expect(await run('help key crate')).toMatchObject({ code: 2, err: expect.stringContaining("'crate'") });
  });

  it('shows its options when asked, with exit code 0', async () => {
    const { code, out } = await run('token add --help');
    expect([code, out]).toEqual([0, expect.stringContaining('--owner-id <id>')]);
  });
});
