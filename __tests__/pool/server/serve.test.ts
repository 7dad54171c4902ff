import { readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aFolder, type Served, sendRaw, served, tokenPool } from '../a-process.js';
import { A_JOB } from '../an-app.js';

const KEY_FILE = 'data/token-pool.sqlite.key';
const A_TOKEN = `gho_${'s'.repeat(36)}`;

const lease = (url: string, key: string) =>
  fetch(`${url}/api/v1/leases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ job: A_JOB }),
  });

describe('a first start without configuration', () => {
  const folder = aFolder();
  let pool: Served;
  beforeAll(async () => {
    pool = await served({ cwd: folder.path });
  });
  afterAll(async () => {
    await pool.stop();
    folder.remove();
  });

  it('says what it created, and shows the keys once and outside the log', async () => {
    expect(pool.seen.err).toContain(
      `database        ${join(realpathSync(folder.path), 'data/token-pool.sqlite')}`,
    );
    expect(pool.seen.err).toContain(KEY_FILE);
    expect(pool.leaseKey).toMatch(/^tpk_/);
    expect(pool.adminKey).toMatch(/^tpk_/);
    expect(pool.seen.out).not.toContain('tpk_');
  });

  it('makes the encryption key readable only by its user', () => {
    const file = join(folder.path, KEY_FILE);
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('lends tokens that the command line adds while it runs', async () => {
    const args = ['token', 'add', '--owner-id', '5', '--owner-login', 'octo'];
    const added = await tokenPool(args, { cwd: folder.path, stdin: `${A_TOKEN}\n` });
    expect(added.code).toBe(0);
    const response = await lease(pool.url, pool.leaseKey);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ leases: [{ token: A_TOKEN }] });
  });

  it.each([
    ['what is no HTTP at all', 'hello\r\n\r\n', '400 Bad Request'],
    ['headers that are too large', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, '431 '],
    [
      'an address of bytes',
      'GET /%ff%fe HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      '400 Bad Request',
    ],
    ['a method of no use', 'PROPFIND /status HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', '405 '],
    [
      'two lengths',
      'POST /status HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      '400 Bad Request',
    ],
  ])('answers %s with 4xx', async (_name, bytes, status) => {
    const answer = await sendRaw(pool.url, bytes);
    expect(answer.split('\r\n', 1)[0]).toContain(status);
    expect(answer.toLowerCase()).not.toMatch(/^server:|^x-powered-by:/m);
  });

  it.each([
    [
      'without a host',
      'GET /status HTTP/1.1\r\nconnection: close\r\n\r\n',
      '400 ',
      '"code":"invalid_request"',
    ],
    [
      'with an expectation that nobody knows',
      'GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: x\r\nconnection: close\r\n\r\n',
      '200 ',
      '{',
    ],
  ])('answers a request %s as documented', async (_name, bytes, status, body) => {
    const answer = await sendRaw(pool.url, bytes);
    expect(answer.split('\r\n', 1)[0]).toContain(status);
    expect(answer.split('\r\n\r\n')[1]).toContain(body);
  });

  it('still answers afterwards', async () => {
    expect((await fetch(`${pool.url}/healthz`)).status).toBe(200);
  });
});

describe('the end of the server', () => {
  it('follows SIGTERM after finishing accepted requests', async () => {
    const folder = aFolder();
    const pool = await served({ cwd: folder.path });
    const body = JSON.stringify({ job: A_JOB });
    const { answer, sendRest } = slowRequest(pool, body);
    // The request has been accepted once the server asks for its body.
    await sendRest.ready;
    const stopped = pool.stop();
    sendRest.now();
    expect(await answer).toBe(503);
    expect((await stopped).code).toBe(0);
    folder.remove();
  });

  it('does not lose keys or tokens: the next start has them, and prints no new ones', async () => {
    const folder = aFolder();
    const first = await served({ cwd: folder.path });
    await first.stop();
    const second = await served({ cwd: folder.path });
    expect(second.seen.err).toBe('');
    expect((await lease(second.url, first.leaseKey)).status).toBe(503);
    await second.stop();
    folder.remove();
  });
});

/** A lease request whose body waits for `100 Continue` and then for the test. */
function slowRequest(pool: Served, body: string) {
  const sent = request(`${pool.url}/api/v1/leases`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${pool.leaseKey}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  const answer = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', (response) => resolve(response.resume().statusCode));
    sent.on('error', reject);
  });
  const ready = new Promise<void>((resolve) => sent.on('continue', () => resolve()));
  sent.flushHeaders();
  return { answer, sendRest: { ready, now: () => sent.end(body) } };
}

describe('a start that must fail', () => {
  const starts = async (env: { [name: string]: string }, cwd: string) => {
    const ended = await tokenPool(['serve'], { cwd, env: { PORT: '0', ...env } });
    return { code: ended.code, err: ended.err };
  };

  it('reports every fault of the configuration and creates nothing', async () => {
    const folder = aFolder();
    const { code, err } = await starts({ PORT: 'x', LOG_LEVEL: 'loud' }, folder.path);
    expect(code).toBe(2);
    expect(err).toContain('PORT: write a whole number');
    expect(err).toContain('LOG_LEVEL: write one of');
    expect(() => statSync(join(folder.path, 'data'))).toThrow();
    folder.remove();
  });

  it('refuses a wrong, a missing and a world-readable key in one line each, before it changes anything', async () => {
    const folder = aFolder();
    await tokenPool(['key', 'create', '--name', 'ci', '--init'], { cwd: folder.path });
    const database = join(folder.path, 'data/token-pool.sqlite');
    const before = readFileSync(database);
    const wrong = await starts({ TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) }, folder.path);
    expect([wrong.code, wrong.err.split('\n').length]).toEqual([2, 2]);
    expect(wrong.err).toContain('does not fit this database');
    const key = readFileSync(join(folder.path, KEY_FILE), 'utf8');
    writeFileSync(join(folder.path, 'other.sqlite'), before);
    const missing = await starts({ DATABASE_URL: 'other.sqlite' }, folder.path);
    expect(missing.err).toContain('its key file other.sqlite.key does not: restore the file');
    writeFileSync(join(folder.path, 'other.sqlite.key'), key, { mode: 0o644 });
    const open = await starts({ DATABASE_URL: 'other.sqlite' }, folder.path);
    expect(open.err).toContain('chmod 600');
    expect(readFileSync(database).equals(before)).toBe(true);
    folder.remove();
  });

  it('names the port that is taken', async () => {
    const folder = aFolder();
    const pool = await served({ cwd: folder.path });
    const port = new URL(pool.url).port;
    const second = await starts({ PORT: port }, folder.path);
    expect([second.code, second.err]).toEqual([
      2,
      expect.stringContaining(`port ${port} of 127.0.0.1 is taken`),
    ]);
    await pool.stop();
    folder.remove();
  });

  it('names a file that is not a database', async () => {
    const folder = aFolder();
    writeFileSync(join(folder.path, 'notes.txt'), 'these are notes, not a database\n'.repeat(200));
    const { code, err } = await starts(
      { DATABASE_URL: 'notes.txt', TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) },
      folder.path,
    );
    expect([code, err]).toEqual([2, expect.stringContaining('the database notes.txt cannot be opened')]);
    folder.remove();
  });
});
