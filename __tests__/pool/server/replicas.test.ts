import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '../../run/databases.js';
import { runCommand } from '../a-command.js';
import { aFolder, type Served, served } from '../a-process.js';
import { A_JOB } from '../an-app.js';

const folder = aFolder();
afterAll(folder.remove);

const lease = (url: string, key: string) =>
  fetch(`${url}/api/v1/leases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ job: A_JOB }),
  });

const addToken = (env: { [name: string]: string }, id: number) =>
  runCommand(['token', 'add', '--owner-id', String(id)], {
    cwd: folder.path,
    env,
    stdin: `gho_${String(id).padStart(36, 'r')}`,
  });

describe('two servers on one PostgreSQL', () => {
  let replicas: Served[];
  let env: { [name: string]: string };

  beforeAll(async () => {
    env = { DATABASE_URL: await newDatabase(), TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) };
    // Together, as an orchestrator starts them: migrations must not collide.
    replicas = await Promise.all([served({ cwd: folder.path, env }), served({ cwd: folder.path, env })]);
    for (const id of [1, 2, 3, 4]) await addToken(env, id);
  });
  afterAll(() => Promise.all(replicas.map((replica) => replica.stop())));

  const newKey = async (name: string, ...options: string[]) =>
    (await runCommand(['key', 'create', '--name', name, ...options], { cwd: folder.path, env })).out.trim();

  it('print no first keys, for the set-up is deliberate', () => {
    expect(replicas.map((replica) => replica.leaseKey)).toEqual(['', '']);
  });

  it('lend distinct owners to parallel legs, whichever of them is asked', async () => {
    const key = await newKey('spread');
    const answers = await Promise.all([0, 1, 0, 1].map((index) => lease(replicas[index]?.url ?? '', key)));
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as {
      leases: { owner: string }[];
    }[];
    expect(new Set(bodies.map((body) => body.leases[0]?.owner)).size).toBe(4);
  });

  it('count a quota together', async () => {
    const key = await newKey('limited', '--quota', '2');
    const statuses: number[] = [];
    for (const index of [0, 1, 0]) statuses.push((await lease(replicas[index]?.url ?? '', key)).status);
    expect(statuses).toEqual([201, 201, 429]);
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
