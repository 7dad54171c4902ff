import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  closePool,
  getToken,
  openPool,
  type Pool,
  type PoolToken,
  parseRateLimitHeaders,
  reportUsage,
  syncTokenHealth,
} from '../../src/pool/library.js';
import { loadConfig } from '../../src/pool/config/config.js';
import { openPoolCore, openPoolCoreAt } from '../../src/pool/pool-core.js';

const KEY = 'ab'.repeat(32);

let folder: string;
let database: string;
let pool: Pool;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'library-'));
  database = join(folder, 'pool.sqlite');
  const { store, close } = await openPoolCoreAt(database, KEY);
  for (const accountId of [1, 2]) {
    const owner = await store.owners.upsert({
      kind: 'user',
      accountId,
      login: `u${accountId}`,
      apiUrl: 'https://api.github.test',
    });
    await store.tokens.put({
      ownerId: owner.id,
      token: `gho_${String(accountId).repeat(36)}`,
      kind: 'oauth',
      origin: 'cli',
    });
  }
  await close();
  pool = await openPool({ database, encryptionKey: KEY, name: 'indexer' });
});
afterEach(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

/** Runs with the variables of the server. */
async function fromEnvironment(work: () => Promise<void>): Promise<void> {
  const before = process.env;
  process.env = { ...before, DATABASE_URL: database, TOKEN_ENCRYPTION_KEY: KEY };
  try {
    await work();
  } finally {
    await closePool();
    process.env = before;
  }
}

async function uses(): Promise<{ state: string; who: string; outcome: string | null }[]> {
  const { store, close } = await openPoolCoreAt(database, KEY);
  const page = await store.leases.page({ sinceMs: 0, limit: 100 });
  await close();
  return page.map(({ state, principalName, outcome }) => ({ state, who: principalName, outcome }));
}

async function remainingOf({ github_user_id }: PoolToken): Promise<number | undefined> {
  const { store, close } = await openPoolCoreAt(database, KEY);
  const owner = (await store.owners.list()).find(({ accountId }) => String(accountId) === github_user_id);
  const budget = await store.budgets.find(owner?.id ?? '', 'core');
  await close();
  return budget?.remaining;
}

function answer(status: number, remaining: number, more: { [name: string]: string } = {}): Response {
  const reset = Math.floor(Date.now() / 1000) + 1800;
  const headers = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(5000 - remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
    ...more,
  };
  return new Response('', { status, headers });
}

describe('the library', () => {
  it('creates a database and side files that only its user can read', async () => {
    await pool.getToken();
    for (const name of readdirSync(folder)) {
      expect([name, (statSync(join(folder, name)).mode & 0o077).toString(8)]).toEqual([name, '0']);
    }
  });

  it('hands out tokens of the server’s own database, of distinct owners while there are enough', async () => {
    const [first, second] = [await pool.getToken(), await pool.getToken()];
    expect(first?.token).toMatch(/^gho_[12]{36}$/);
    expect(first).toEqual({
      id: expect.any(Number),
      github_user_id: expect.stringMatching(/^[12]$/),
      github_username: `u${first?.github_user_id}`,
      token: expect.any(String),
      rate_limit_remaining: 4000,
      rate_limit_reset_at: null,
      expires_at: null,
    });
    expect(new Set([first?.github_user_id, second?.github_user_id]).size).toBe(2);
    expect(await uses()).toEqual(Array(2).fill({ state: 'open', who: 'indexer', outcome: null }));
  });

  it('settles with the remaining budget of a response', async () => {
    const token = await pool.getToken();
    const seen = parseRateLimitHeaders(answer(200, 4990).headers);
    if (!token || !seen) throw new Error('no token');
    await pool.reportUsage(token.id, seen);
    expect(await uses()).toEqual([{ state: 'settled', who: 'indexer', outcome: 'ok' }]);
  });

  it('ends its leases and records the remaining budget of a response, even without a lease', async () => {
    const token = await pool.getToken();
    if (!token) throw new Error('no token');
    expect(await pool.syncTokenHealth(token.id, answer(200, 4321))).toBe(true);
    expect(await uses()).toEqual([{ state: 'settled', who: 'indexer', outcome: 'ok' }]);
    expect(await remainingOf(token)).toBe(4321);
    expect(await pool.syncTokenHealth(token.id, answer(404, 4000))).toBe(true);
    expect(await remainingOf(token)).toBe(4000);
  });

  it('stops lending a token that GitHub refused, and its owner loses no budget', async () => {
    const token = await pool.getToken();
    if (!token) throw new Error('no token');
    expect(await pool.syncTokenHealth(token.id, answer(401, 59, { 'x-ratelimit-limit': '60' }))).toBe(false);
    expect(await uses()).toEqual([{ state: 'settled', who: 'indexer', outcome: 'unauthorized' }]);
    const others = await openPool({ database, encryptionKey: KEY, name: 'another' });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await pool.getToken())?.id).not.toBe(token.id);
      expect((await others.getToken())?.id).not.toBe(token.id);
    }
    await others.close();
    expect(await remainingOf(token)).toBe(5000);
  });

  it('leaves the reserve as the server was configured', async () => {
    const config = loadConfig({ DATABASE_URL: database, TOKEN_ENCRYPTION_KEY: KEY });
    await (await openPoolCore(config, { reserve: 0.5 })).close();
    await fromEnvironment(async () => {
      expect((await getToken())?.rate_limit_remaining).toBe(2500);
    });
    const { store, close } = await openPoolCore(config);
    expect(store.rules.reserve).toBe(0.5);
    await close();
  });

  it("uses the server's variables if no pool is configured", async () => {
    await fromEnvironment(async () => {
      const token = await getToken();
      if (!token) throw new Error('no token');
      expect(await syncTokenHealth(token.id, answer(200, 4999))).toBe(true);
      const again = await getToken();
      await reportUsage(again?.id ?? 0, parseRateLimitHeaders(answer(200, 4998).headers));
      expect(await uses()).toEqual(Array(2).fill({ state: 'settled', who: 'library', outcome: 'ok' }));
    });
  });

  it('pauses an owner that hit GitHub’s secondary limit', async () => {
    const token = await pool.getToken();
    if (!token) throw new Error('no token');
    expect(await pool.syncTokenHealth(token.id, answer(403, 4000, { 'retry-after': '60' }))).toBe(false);
    for (let turn = 0; turn < 3; turn += 1) {
      const next = await pool.getToken();
      expect(next?.github_user_id).not.toBe(token.github_user_id);
    }
  });

  it('returns null when there is no token to lend', async () => {
    expect(await pool.getToken({ minRemaining: 900_000 })).toBeNull();
  });
});
