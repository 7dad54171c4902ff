import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '../../run/databases.js';
import { runCommand } from '../a-command.js';
import { aFolder, type Served, served } from '../a-process.js';
import { A_JOB } from '../an-app.js';

const folder = aFolder();
afterAll(folder.remove);

const post = (url: string, key: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const lease = (url: string, key: string, expected_requests = 1) =>
  post(`${url}/api/v1/leases`, key, { job: A_JOB, expected_requests });

const urlOf = (servers: readonly Served[], index: number) => servers[index % servers.length]?.url ?? '';

const granted = (answers: readonly Response[]) => answers.filter(({ status }) => status === 201).length;

/** The result for a key that leases from all servers at once and renews at other ones. */
async function leasedInAll(servers: readonly Served[], key: string): Promise<number> {
  const asking = Array.from({ length: 20 }, (_, index) => lease(urlOf(servers, index), key));
  const answers = await Promise.all(asking);
  const moving = answers.map(async (answer, index) => {
    const { leases } = (await answer.json()) as { leases: { lease_id: string }[] };
    const url = `${urlOf(servers, index + 1)}/api/v1/leases/${leases[0]?.lease_id}/renew`;
    const renewed = await post(url, key, { outcome: 'exhausted' });
    return ((await renewed.json()) as { decision: string }).decision;
  });
  const moved = (await Promise.all(moving)).filter((decision) => decision === 'replace').length;
  expect((await lease(urlOf(servers, 0), key)).status).toBe(429);
  return granted(answers) + moved;
}

const addToken = (env: { [name: string]: string }, id: number, cwd = folder.path) =>
  runCommand(['token', 'add', '--owner-id', String(id)], {
    cwd,
    env,
    stdin: `gho_${String(id).padStart(36, 'r')}`,
  });

describe('three servers on one PostgreSQL', () => {
  let replicas: Served[];
  let env: { [name: string]: string };

  beforeAll(async () => {
    env = { DATABASE_URL: await newDatabase(), TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) };
    // At the same time, as an orchestrator starts them: migrations must not collide.
    replicas = await Promise.all([1, 2, 3].map(() => served({ cwd: folder.path, env })));
    for (const id of [1, 2, 3, 4]) await addToken(env, id);
  });
  afterAll(() => Promise.all(replicas.map((replica) => replica.stop())));

  const newKey = async (name: string, ...options: string[]) =>
    (await runCommand(['key', 'create', '--name', name, ...options], { cwd: folder.path, env })).out.trim();

  it('print no first keys', () => {
    expect(replicas.map((replica) => replica.leaseKey)).toEqual(['', '', '']);
  });

  it('lend distinct owners to parallel legs, whichever server they use', async () => {
    const key = await newKey('spread');
    const answers = await Promise.all([0, 1, 0, 1].map((index) => lease(replicas[index]?.url ?? '', key)));
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as {
      leases: { owner: string }[];
    }[];
    expect(new Set(bodies.map((body) => body.leases[0]?.owner)).size).toBe(4);
  });

  it('count a quota of leases an hour together, replacements included', async () => {
    const key = await newKey('limited', '--quota', '30');
    expect(await leasedInAll(replicas, key)).toBe(30);
  });

  it("share a quota's limit on promised requests", async () => {
    const key = await newKey('large', '--quota', '30');
    // A fiftieth of the 4,000 that an owner lends for each lease: 2,400 in all, or eight times 300.
    const all = Array.from({ length: 30 }, (_, index) => lease(urlOf(replicas, index), key, 300));
    expect(granted(await Promise.all(all))).toBe(8);
  });
});

describe('two servers on one SQLite file', () => {
  it('count a quota together', async () => {
    const cwd = aFolder();
    const servers = [await served({ cwd: cwd.path }), await served({ cwd: cwd.path })];
    for (const id of [1, 2, 3, 4]) await addToken({}, id, cwd.path);
    const made = await runCommand(['key', 'create', '--name', 'limited', '--quota', '30'], { cwd: cwd.path });
    const key = made.out.trim();
    expect(await leasedInAll(servers, key)).toBe(30);
    await Promise.all(servers.map((server) => server.stop()));
    cwd.remove();
  });
});

describe('a pool that moves from SQLite to PostgreSQL', () => {
  it('keeps its keys, tokens and leases', async () => {
    const before = await served({ cwd: folder.path });
    await addToken({}, 5);
    const leased = (await (await lease(before.url, before.leaseKey)).json()) as {
      leases: { lease_id: string }[];
    };
    await before.stop();
    const env = {
      DATABASE_URL: await newDatabase(),
      TOKEN_ENCRYPTION_KEY: readFileSync(join(folder.path, 'data/token-pool.sqlite.key'), 'utf8').trim(),
    };
    const moved = await runCommand(['migrate-store', '--from', 'data/token-pool.sqlite'], {
      cwd: folder.path,
      env,
    });
    expect({ code: moved.code, err: moved.err }).toEqual({ code: 0, err: '' });
    const after = await served({ cwd: folder.path, env });
    const report = await fetch(`${after.url}/api/v1/leases/${leased.leases[0]?.lease_id}/report`, {
      method: 'POST',
      headers: { authorization: `Bearer ${before.leaseKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ buckets: {}, outcome: 'ok', release: true }),
    });
    expect(await report.json()).toMatchObject({ state: 'settled' });
    expect((await lease(after.url, before.leaseKey)).status).toBe(201);
    await after.stop();
  });
});
