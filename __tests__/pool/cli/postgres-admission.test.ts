import { chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { selfSigned } from '../../../bench/certificate.js';
import { type PostgresServer, startPostgres } from '../../../testkit/postgres/start-postgres.js';
import { runCommand } from '../a-command.js';
import { aFolder } from '../a-process.js';

const PASSWORD = 'p@ss/w:rd#?% "\'$';
const folder = aFolder();
const authority = join(folder.path, 'authority.pem');
let server: PostgresServer;
let address: string;

/** A separate server, because these settings affect the whole server. */
beforeAll(async () => {
  server = await startPostgres();
  address = await server.newDatabase();
  const administrator = new pg.Client({ connectionString: address });
  await administrator.connect();
  const [{ hba_file: hba = '' } = {}] = (await administrator.query('show hba_file')).rows;
  const data = join(hba, '..');
  serveCertificate(data);
  writeFileSync(
    hba,
    `host all barred all reject\nhostssl all safe all password\n${readFileSync(hba, 'utf8').replaceAll(/^host +all +all/gm, 'host all postgres,crowd,turned')}`,
  );
  const literal = administrator.escapeLiteral(PASSWORD);
  for (const role of ['barred', 'safe', 'turned'])
    await administrator.query(`create role ${role} login password ${literal}`);
  await administrator.query(`create role crowd login password ${literal} connection limit 0`);
  await administrator.query('grant all on schema public to safe');
  await administrator.query('alter system set ssl = on');
  await administrator.query('select pg_reload_conf()');
  await administrator.end();
}, 60_000);

function serveCertificate(data: string): void {
  const { cert, key } = selfSigned('database.example.com');
  const { uid, gid } = statSync(data);
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    writeFileSync(join(data, name), text, { mode: 0o600 });
    chownSync(join(data, name), uid, gid);
  }
  writeFileSync(authority, cert);
}

afterAll(async () => {
  await server.stop();
  folder.remove();
});

function create({ user, password = PASSWORD, host, query = '' }: Access) {
  const url = new URL(address);
  if (user !== undefined) [url.username, url.password] = [user, encodeURIComponent(password)];
  if (host !== undefined) url.hostname = host;
  const env = { DATABASE_URL: `${url.href}${query}`, TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) };
  return runCommand(['key', 'create', '--name', 'ci', '--init', '--json'], { cwd: folder.path, env });
}

type Access = { user?: string; password?: string; host?: string; query?: string };

describe('a PostgreSQL that does not admit the pool', () => {
  it.each<[string, Access, string, string]>([
    [
      'a wrong password',
      { user: 'turned', password: 'wr0ng/secret' },
      'SQLSTATE 28P01',
      'the password is wrong',
    ],
    ['a user that its rules bar', { user: 'barred' }, 'SQLSTATE 28000', 'pg_hba.conf'],
    [
      'a connection without the TLS that it demands',
      { user: 'safe' },
      'SQLSTATE 28000',
      'sslmode=verify-full',
    ],
    ['one connection too many', { user: 'crowd' }, 'SQLSTATE 53300', 'max_connections'],
    [
      'an authority that nobody has named',
      { user: 'safe', host: 'localhost', query: '?sslmode=verify-full' },
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'sslrootcert=FILE',
    ],
    [
      'a certificate for another name',
      { user: 'safe', host: 'localhost', query: `?sslmode=verify-full&sslrootcert=${authority}` },
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'for another host name',
    ],
    // A name too long for DNS, so that no query is sent.
    ['a host that is not there', { host: `${'x'.repeat(64)}.invalid` }, 'ENOTFOUND', 'no such host'],
  ])('tells %s with its code and the way out, in one line', async (_what, access, code, wayOut) => {
    const { code: exit, out, err } = await create(access);
    expect([exit, JSON.parse(out).error.code]).toEqual([2, 'database_unavailable']);
    expect(err).toContain(`(${code})`);
    expect(err).toContain(wayOut);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out + err).not.toMatch(/p%40ss|p@ss|wr0ng|loopback-only/);
  });

  it('succeeds once TLS and the authority are right', async () => {
    const query = `?sslmode=verify-full&sslrootcert=${authority}`;
    const { code, out } = await create({ user: 'safe', query });
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ name: 'ci' })]);
  });
});
