import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPool, type Pool, parseRateLimitHeaders } from '../../src/pool/library.js';
import { openParts } from '../../src/pool/parts.js';

const KEY = 'ab'.repeat(32);

let folder: string;
let database: string;
let pool: Pool;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'library-'));
  database = join(folder, 'pool.sqlite');
  const { store, close } = await openParts(database, KEY);
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

async function uses(): Promise<{ state: string; who: string; outcome: string | null }[]> {
  const { store, close } = await openParts(database, KEY);
  const page = await store.leases.page({ sinceMs: 0, limit: 100 });
  await close();
  return page.map(({ state, principalName, outcome }) => ({ state, who: principalName, outcome }));
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
  it('makes a database that only its user can read, with all that lies beside it', async () => {
    await pool.getToken();
    for (const name of readdirSync(folder)) {
      expect([name, (statSync(join(folder, name)).mode & 0o077).toString(8)]).toEqual([name, '0']);
    }
  });

  it('hands out tokens of the server’s own database, of distinct owners while there are enough', async () => {
    const [first, second] = [await pool.getToken(), await pool.getToken()];
    expect(first?.token).toMatch(/^gho_[12]{36}$/);
    expect(new Set([first?.owner, second?.owner]).size).toBe(2);
    expect(await uses()).toEqual(Array(2).fill({ state: 'open', who: 'indexer', outcome: null }));
  });

  it('settles by what a response says is left', async () => {
    const token = await pool.getToken();
    const seen = parseRateLimitHeaders(answer(200, 4990).headers);
    if (!token || !seen) throw new Error('no token');
    await pool.reportUsage(token.tokenId, seen);
    expect(await uses()).toEqual([{ state: 'settled', who: 'indexer', outcome: 'ok' }]);
  });

  it('goes on with a token that GitHub takes, and not with one that it refuses', async () => {
    const token = await pool.getToken();
    if (!token) throw new Error('no token');
    expect(await pool.syncTokenHealth(token.tokenId, answer(200, 4999))).toBe(true);
    expect(await pool.syncTokenHealth(token.tokenId, answer(404, 4998))).toBe(true);
    expect(await pool.syncTokenHealth(token.tokenId, answer(401, 60))).toBe(false);
    expect(await uses()).toEqual([{ state: 'settled', who: 'indexer', outcome: 'unauthorized' }]);
    const next = await pool.getToken();
    expect(next?.owner).not.toBe(token.owner);
  });

  it('lets an owner rest whom GitHub’s secondary limit has met', async () => {
    const token = await pool.getToken();
    if (!token) throw new Error('no token');
    expect(await pool.syncTokenHealth(token.tokenId, answer(403, 4000, { 'retry-after': '60' }))).toBe(false);
    for (let turn = 0; turn < 3; turn += 1) {
      const next = await pool.getToken();
      expect(next?.owner).not.toBe(token.owner);
    }
  });

  it('returns null when nobody has a token to lend', async () => {
    expect(await pool.getToken({ minRemaining: 900_000 })).toBeNull();
  });
});
