import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '../../run/databases.js';
import { runCommand } from '../a-command.js';
import { aFolder, tokenPool } from '../a-process.js';

const PASSWORD = 'p@ss/w:rd#?% "\'$';
const folder = aFolder();
const cwd = folder.path;
afterAll(folder.remove);

let address: URL;
beforeAll(async () => {
  address = new URL(await newDatabase());
  const administrator = new pg.Client({ connectionString: address.href });
  await administrator.connect();
  const literal = administrator.escapeLiteral(PASSWORD);
  await administrator.query(`create role guest login password ${literal}`);
  await administrator.query('revoke create on schema public from public');
  await administrator.query(`create role tenant login password ${literal}`);
  await administrator.query('grant create on schema public to tenant');
  await administrator.end();
});

function addressOf(change: {
  user?: string;
  password?: string;
  path?: string;
  port?: string;
  query?: string;
}) {
  const url = new URL(address.href);
  if (change.user !== undefined) url.username = change.user;
  if (change.password !== undefined) url.password = encodeURIComponent(change.password);
  if (change.path !== undefined) url.pathname = change.path;
  if (change.port !== undefined) url.port = change.port;
  return url.href + (change.query ?? '');
}

const envOf = (url: string) => ({ DATABASE_URL: url, TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) });
const create = (url: string) =>
  runCommand(['key', 'create', '--name', 'ci', '--init', '--json'], { cwd, env: envOf(url) });

describe('a PostgreSQL that refuses', () => {
  it.each([
    [
      'a user who may not make tables',
      () => addressOf({ user: 'guest', password: PASSWORD }),
      '42501',
      'GRANT CREATE ON SCHEMA public',
    ],
    ['a database that is not there', () => addressOf({ path: '/absent' }), '3D000', 'CREATE DATABASE'],
    ['an address of nothing', () => addressOf({ port: '1' }), 'ECONNREFUSED', 'nothing listens there'],
  ])('%s is told with its code and the way out', async (_what, url, code, wayOut) => {
    const { code: exit, out, err } = await create(url());
    expect([exit, JSON.parse(out).error.code]).toEqual([2, 'database_unavailable']);
    expect(err).toContain(/^\d|^[0-9][A-Z]/.test(code) ? `(SQLSTATE ${code})` : `(${code})`);
    expect(err).toContain(wayOut);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toContain('p%40ss');
  });

  it('TLS that it does not offer, says what to do', async () => {
    const { code, err } = await create(addressOf({ query: '?sslmode=verify-full' }));
    expect([code, err]).toEqual([2, expect.stringMatching(/does not offer TLS; .*sslmode=disable/)]);
  });
});

describe('a PostgreSQL without a pool', () => {
  it('is not created by a command that only reads', async () => {
    const url = await newDatabase();
    const { code, err } = await runCommand(['status'], { cwd, env: envOf(url) });
    const { host, pathname } = new URL(url);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(`no pool in the PostgreSQL database ${host}${pathname}:`),
    ]);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query("select 1 from pg_tables where schemaname = 'public'");
    await client.end();
    expect(rows).toEqual([]);
  });
});

describe('a password of any characters', () => {
  it('is taken percent-encoded in the address, and as it is in PGPASSWORD', async () => {
    const made = await create(addressOf({ user: 'tenant', password: PASSWORD }));
    expect(made.code).toBe(0);
    expect(made.out + made.err).not.toContain('p%40ss');
    const env = { ...envOf(addressOf({ user: 'tenant', password: '' })), PGPASSWORD: PASSWORD };
    const listed = await tokenPool(['key', 'list', '--json'], { cwd, env });
    expect(JSON.parse(listed.out)).toMatchObject({ keys: [{ name: 'ci' }] });
  });
});
