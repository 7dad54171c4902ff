import { describe, expect, it } from '@jest/globals';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aPool, giveToken, type TestPool } from '../a-pool.js';

const lend = (pool: TestPool) => pool.app.inject({ url: '/api/token', headers: pool.asLeaser });

describe('a run of mise-versions', () => {
  it('gets a token for each of its 1,000 tools from five owners, as from its own server', async () => {
    const pool = await aPool();
    const left = new Map<number, { ownerId: string; remaining: number }>();
    for (let id = 1; id <= 5; id += 1) {
      const { ownerId, tokenId } = await giveToken(pool, { id });
      left.set(tokenId, { ownerId, remaining: 5000 });
    }
    const resetAtMs = pool.clock.nowMs + 1_800_000;
    let served = 0;
    for (let tool = 0; tool < 1000; tool += 1) {
      const answer = await lend(pool);
      const owner = answer.statusCode === 200 ? left.get(answer.json().token_id) : undefined;
      if (!owner) continue;
      served += 1;
      owner.remaining -= 8;
      // Eight workers, a second for each tool; the prober checks lending owners every minute.
      if (tool % 8 === 0) pool.clock.nowMs += 1000;
      if (tool % 480 !== 0) continue;
      for (const { ownerId, remaining } of left.values()) {
        await pool.store.budgets.observe(ownerId, 'core', { limit: 5000, remaining, resetAtMs });
      }
    }
    expect(served).toBe(1000);
  });

  /** Runs tools with the given use each, and the prober every minute; returns how many got a token. */
  async function run(
    pool: TestPool,
    owners: number,
    spends: { tools: number; each: number },
  ): Promise<number> {
    const left = new Map<number, { ownerId: string; remaining: number }>();
    for (let id = 1; id <= owners; id += 1) {
      const { ownerId, tokenId } = await giveToken(pool, { id });
      left.set(tokenId, { ownerId, remaining: 5000 });
    }
    const resetAtMs = pool.clock.nowMs + 1_800_000;
    let served = 0;
    for (let tool = 1; tool <= spends.tools; tool += 1) {
      const answer = await lend(pool);
      const owner = answer.statusCode === 200 ? left.get(answer.json().token_id) : undefined;
      if (owner) {
        served += 1;
        owner.remaining -= spends.each;
      }
      pool.clock.nowMs += 3000;
      if (tool % 20 !== 0) continue;
      for (const { ownerId, remaining } of left.values()) {
        await pool.store.budgets.observe(ownerId, 'core', { limit: 5000, remaining, resetAtMs });
      }
    }
    return served;
  }

  const promisedToLast = async ({ store }: TestPool): Promise<number> =>
    (await store.leases.page({ sinceMs: 0, limit: 10_000 })).at(-1)?.need ?? 0;

  const HOUR_MS = 3_600_000;
  const expire = ({ store }: TestPool) =>
    createLeasing({ store, vault: createVault(['ab'.repeat(32)]) }).expire();

  it.each([3, 30])(
    'teaches its key that a tool costs %i requests, by what probes attribute',
    async (each) => {
      const pool = await aPool();
      expect(await run(pool, 5, { tools: 200, each })).toBe(200);
      expect(await promisedToLast(pool)).toBe(10);
      pool.clock.nowMs += HOUR_MS;
      await expire(pool);
      await lend(pool);
      const learned = await promisedToLast(pool);
      expect(learned).toBeGreaterThan(each * 0.7);
      expect(learned).toBeLessThan(each * 1.5);
    },
  );

  it('gets 600 tokens from ten owners even if the whole budget of one is attributed to it', async () => {
    const pool = await aPool();
    for (let id = 1; id <= 10; id += 1) await giveToken(pool, { id });
    const { token_id } = (await lend(pool)).json();
    const token = await pool.store.tokens.find(token_id);
    const resetAtMs = pool.clock.nowMs + 1_800_000;
    pool.clock.nowMs += 60_000;
    // Its owner spends all of it; the pool can only attribute that to this lease.
    const spent = { limit: 5000, remaining: 0, resetAtMs };
    await pool.store.budgets.observe(token?.ownerId ?? '', 'core', spent);
    const payload = { token_id, reset_at: new Date(resetAtMs).toISOString() };
    await pool.app.inject({ method: 'POST', url: '/api/token/rate-limit', headers: pool.asLeaser, payload });

    let served = 0;
    for (let turn = 0; turn < 600; turn += 1) if ((await lend(pool)).statusCode === 200) served += 1;
    expect(await promisedToLast(pool)).toBe(50);
    expect(served).toBe(600);
  });
});
