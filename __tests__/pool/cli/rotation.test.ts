import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../a-command.js';
import { aFolder, type Served, served, tokenPool } from '../a-process.js';
import { A_JOB } from '../an-app.js';

const OLD = 'ab'.repeat(32);
const NEW = 'cd'.repeat(32);
const folder = aFolder();
const cwd = folder.path;
afterAll(folder.remove);

const withKeys = (keys: string) => ({ TOKEN_ENCRYPTION_KEY: keys });

async function lease({ url }: Served, key: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/leases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ job: A_JOB, expected_requests: 1 }),
  });
  return answer.status;
}

describe('an encryption key that is rotated while the pool serves', () => {
  it('interrupts no lease, and leaves the old key unused', async () => {
    const first = await served({ cwd, env: withKeys(OLD) });
    for (let id = 1; id <= 5; id += 1) {
      const stdin = `gho_${String(id).padStart(36, 'k')}`;
      await runCommand(['token', 'add', '--owner-id', String(id)], { cwd, env: withKeys(OLD), stdin });
    }
    const { leaseKey } = first;
    expect(await lease(first, leaseKey)).toBe(201);
    await first.stop();

    const both = await served({ cwd, env: withKeys(`${NEW},${OLD}`) });
    const statuses: number[] = [];
    const rotating = tokenPool(['rotate-encryption-key', '--json'], { cwd, env: withKeys(`${NEW},${OLD}`) });
    let isDone = false;
    void rotating.then(() => {
      isDone = true;
    });
    while (!isDone) statuses.push(await lease(both, leaseKey));
    const { code, out } = await rotating;
    expect([code, JSON.parse(out).sealed > 0]).toEqual([0, true]);
    expect(new Set(statuses)).toEqual(new Set([201]));
    await both.stop();

    const after = await served({ cwd, env: withKeys(NEW) });
    expect(await lease(after, leaseKey)).toBe(201);
    await after.stop();
    const withOld = await tokenPool(['serve'], { cwd, env: { ...withKeys(OLD), PORT: '0' } });
    expect([withOld.code, withOld.err]).toEqual([2, expect.stringContaining('does not fit')]);
    const bytes = readFileSync(join(cwd, 'data/token-pool.sqlite'), 'latin1');
    expect(bytes).not.toContain('kkkkkkkk');
  });
});
