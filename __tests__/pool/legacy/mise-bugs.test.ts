import { describe, expect, it } from '@jest/globals';
import { addToken } from '../../../src/pool/owners/add-token.js';
import type { OwnersDeps } from '../../../src/pool/owners/types.js';
import { aPool, giveToken, type TestPool } from '../a-pool.js';
import { A_JOB } from '../an-app.js';

/** Each of these is a bug of the pool whose contract this one implements. */

const lend = (pool: TestPool) => pool.app.inject({ url: '/api/token', headers: pool.asLeaser });

async function reportRevoked(pool: TestPool): Promise<void> {
  const url = '/api/v1/leases';
  const leased = await pool.app.inject({
    method: 'POST',
    url,
    headers: pool.asLeaser,
    payload: { job: A_JOB },
  });
  const report = { buckets: {}, outcome: 'unauthorized', release: true };
  const id = leased.json().leases[0].lease_id;
  await pool.app.inject({
    method: 'POST',
    url: `${url}/${id}/report`,
    headers: pool.asLeaser,
    payload: report,
  });
}

describe('bugs of mise-versions that this pool does not have', () => {
  it('bug 1: answers at once when every token is revoked', async () => {
    const pool = await aPool();
    for (const id of [1, 2, 3]) await giveToken(pool, { id });
    for (let round = 0; round < 3; round += 1) await reportRevoked(pool);
    // The pool's own probes agree with the jobs.
    for (const { id } of await pool.store.tokens.dueForProbe(9)) await pool.store.tokens.suspect(id, 0);
    expect((await lend(pool)).statusCode).toBe(503);
  });

  it('bug 2: does not hand out a token again that a job found revoked', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1 });
    await reportRevoked(pool);
    const second = await giveToken(pool, { id: 2 });
    const answers = await Promise.all([lend(pool), lend(pool), lend(pool)]);
    expect(new Set(answers.map((answer) => answer.json().token))).toEqual(new Set([second.token]));
  });

  it('bug 3: gives parallel jobs different tokens', async () => {
    const pool = await aPool();
    for (let id = 1; id <= 8; id += 1) await giveToken(pool, { id });
    const answers = await Promise.all(Array.from({ length: 8 }, () => lend(pool)));
    expect(new Set(answers.map((answer) => answer.json().token)).size).toBe(8);
  });

  it('bug 4: counts a use only for the token that was handed out', async () => {
    const pool = await aPool();
    const spent = await giveToken(pool, { id: 1, remaining: 0 });
    const full = await giveToken(pool, { id: 2 });
    await lend(pool);
    const uses = async (id: number) =>
      (await pool.store.tokens.list()).find((token) => token.id === id)?.usageCount;
    expect([await uses(spent.tokenId), await uses(full.tokenId)]).toEqual([0, 1]);
  });

  it('bug 5: keeps one row however often a person signs in', async () => {
    const pool = await aPool();
    const first = await giveToken(pool, { id: 1, token: `gho_${'a'.repeat(36)}` });
    const second = await giveToken(pool, { id: 1, token: `gho_${'b'.repeat(36)}` });
    expect(second.tokenId).toBe(first.tokenId);
    expect(await pool.store.stats.tokens()).toEqual({ active: 1, total: 1 });
  });

  it('bug 6: lends and counts the same tokens, whatever their owner is called', async () => {
    const pool = await aPool();
    const owner = await pool.store.owners.upsert({
      kind: 'user',
      accountId: 9,
      login: 'jdx',
      apiUrl: 'https://api.github.test',
    });
    await pool.store.tokens.put({
      ownerId: owner.id,
      token: `gho_${'j'.repeat(36)}`,
      kind: 'oauth',
      origin: 'cli',
    });
    const stats = await pool.app.inject({ url: '/api/stats', headers: pool.asLeaser });
    expect([(await lend(pool)).statusCode, stats.json().active]).toEqual([200, 1]);
  });

  it.each([
    ['GET', '/api/admin/tokens'],
    ['DELETE', '/api/admin/tokens/1'],
    ['POST', '/api/admin/tokens/delete-batch'],
    ['POST', '/api/admin/tokens/test'],
    ['POST', '/api/admin/migrate'],
  ] as const)('bug 7: the key that CI holds does not open %s %s, nor does a cookie', async (method, url) => {
    const pool = await aPool();
    const byKey = await pool.app.inject({ method, url, headers: pool.asLeaser });
    expect([byKey.statusCode, byKey.body]).toEqual([403, 'Forbidden: Admin access required']);
    const byCookie = await pool.app.inject({
      method,
      url,
      headers: { cookie: 'mise_auth=eyJ1c2VybmFtZSI6ImpkeCJ9.x' },
    });
    expect([byCookie.statusCode, byCookie.body]).toEqual([401, 'Not authenticated']);
  });

  it('bug 8: refuses tokens that can write, and lends none under the default label', async () => {
    const pool = await aPool();
    const whoAmI = async () => ({
      ok: {
        accountId: 1,
        login: 'octo',
        accountType: 'User',
        scopes: ['public_repo'],
        suspended: false,
        expiresAtMs: null,
      },
    });
    const deps = {
      store: pool.store,
      upstream: () => ({ whoAmI }),
      apiUrl: 'https://api.github.test',
      oauth: null,
    };
    const offered = { token: `gho_${'w'.repeat(36)}`, origin: 'oauth' } as const;
    const result = await addToken(deps as unknown as OwnersDeps, offered);
    expect(result).toMatchObject({ outcome: 'refused', reason: 'can_write' });
    await giveToken(pool, { id: 2, label: 'push' });
    expect((await lend(pool)).statusCode).toBe(503);
  });

  it('bug 9: hands out tokens without asking GitHub anything', async () => {
    const asked: unknown[] = [];
    const pool = await aPool({
      checkTokens: async (tokens) => {
        asked.push(...tokens);
        return [];
      },
    });
    await giveToken(pool, { id: 1 });
    expect([(await lend(pool)).statusCode, asked]).toEqual([200, []]);
  });

  it('bug 10: gives its old clients no token whose format they reject', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1, token: `github_pat_${'f'.repeat(60)}` });
    expect((await lend(pool)).statusCode).toBe(503);
    const native = {
      method: 'POST',
      url: '/api/v1/leases',
      headers: pool.asLeaser,
      payload: { job: A_JOB },
    } as const;
    expect((await pool.app.inject(native)).statusCode).toBe(201);
    const plain = await giveToken(pool, { id: 3 });
    expect((await lend(pool)).json().token).toBe(plain.token);
  });
});

describe('a mark of rate limiting', () => {
  it('changes nothing for a token that this caller has not leased, and does not reveal that', async () => {
    const pool = await aPool();
    const { tokenId } = await giveToken(pool, { id: 1 });
    const payload = { token_id: tokenId, reset_at: '2999-01-01T00:00:00Z' };
    const url = '/api/token/rate-limit';
    const response = await pool.app.inject({ method: 'POST', url, headers: pool.asLeaser, payload });
    expect([response.statusCode, response.body]).toEqual([200, 'Token marked as rate-limited']);
    expect((await lend(pool)).json().rate_limit_remaining).toBeGreaterThan(3000);
  });

  const mark = (pool: TestPool, payload: object) =>
    pool.app.inject({ method: 'POST', url: '/api/token/rate-limit', headers: pool.asLeaser, payload });

  it('excludes the token for its client at once, whatever time it names', async () => {
    const pool = await aPool();
    for (let id = 1; id <= 3; id += 1) await giveToken(pool, { id });
    const tokenId = (await lend(pool)).json().token_id;

    // Not the end of a window: the value that a script sends after a secondary limit.
    await mark(pool, { token_id: tokenId, reset_at: new Date(pool.clock.nowMs + 61_000).toISOString() });

    for (let turn = 0; turn < 20; turn += 1) expect((await lend(pool)).json().token_id).not.toBe(tokenId);
  });

  it('lasts until the given time, for ten minutes at most', async () => {
    const pool = await aPool();
    const { tokenId } = await giveToken(pool, { id: 1 });
    const { ownerId } = await giveToken(pool, { id: 1 });
    for (const [seconds, lastsSeconds] of [
      [61, 61],
      [3000, 600],
    ] as const) {
      expect((await lend(pool)).statusCode).toBe(200);
      await mark(pool, {
        token_id: tokenId,
        reset_at: new Date(pool.clock.nowMs + seconds * 1000).toISOString(),
      });
      pool.clock.nowMs += lastsSeconds * 1000 - 1;
      expect((await lend(pool)).statusCode).toBe(503);
      pool.clock.nowMs += 2;
    }
    expect(await pool.store.owners.find(ownerId)).toMatchObject({ status: 'active', cooldownReason: null });
  });

  it('cannot disable an owner alone, however often it is repeated', async () => {
    const pool = await aPool();
    const { tokenId } = await giveToken(pool, { id: 1 });
    const { secret } = await pool.store.keys.create({ name: 'another', role: 'lease' });
    await lend(pool);
    for (let round = 0; round < 20; round += 1) await mark(pool, { token_id: tokenId });

    expect((await lend(pool)).statusCode).toBe(503);
    const headers = { authorization: `Bearer ${secret}` };
    expect((await pool.app.inject({ url: '/api/token', headers })).statusCode).toBe(200);
  });

  it('does not distort learned demand: the other owners stay available to the client', async () => {
    const pool = await aPool();
    for (let id = 1; id <= 10; id += 1) await giveToken(pool, { id });
    const { token_id } = (await lend(pool)).json();
    await mark(pool, { token_id, reset_at: new Date(pool.clock.nowMs + 1_800_000).toISOString() });

    let served = 0;
    for (let turn = 0; turn < 600; turn += 1) if ((await lend(pool)).statusCode === 200) served += 1;
    expect(served).toBe(600);
  });
});
