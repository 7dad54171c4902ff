import { describe, expect, it } from '@jest/globals';
import { createFailureLimiter } from '../../../src/pool/auth/failures.js';
import { aPool, giveToken } from '../a-pool.js';
import { A_JOB, aKey, anApp, LEASE_KEY, NOW_MS } from '../an-app.js';

const LEASES = '/api/v1/leases';
const lease = (authorization?: string, remoteAddress = '10.0.0.1') =>
  ({
    method: 'POST',
    url: LEASES,
    remoteAddress,
    headers: authorization === undefined ? {} : { authorization },
    payload: { job: A_JOB },
  }) as const;

describe('API keys', () => {
  it('are asked for in words that tell what to send', async () => {
    const response = await anApp().app.inject(lease());
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toContain('Bearer');
    expect(response.json().error.message).toContain('Authorization: Bearer');
  });

  it('are refused before the body is looked at', async () => {
    const response = await anApp().app.inject({ ...lease('Bearer wrong'), payload: 'not even JSON' });
    expect(response.statusCode).toBe(401);
  });

  it.each([
    ['revoked', { revokedAtMs: NOW_MS - 1 }, 'revoked'],
    ['expired', { expiresAtMs: NOW_MS }, 'expired'],
  ])('that are %s are refused and told so', async (_state, overrides, word) => {
    const { app } = anApp({ keys: { [LEASE_KEY]: aKey(overrides) } });
    const response = await app.inject(lease(`Bearer ${LEASE_KEY}`));
    expect(response.statusCode).toBe(401);
    expect(response.json().error.message).toContain(word);
  });

  it('for administration cannot lease', async () => {
    const { app, asAdmin } = anApp();
    expect((await app.inject(lease(asAdmin.authorization))).statusCode).toBe(403);
  });

  it('work until they are revoked and not a moment longer', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1 });
    const { authorization } = pool.asLeaser;
    expect((await pool.app.inject(lease(authorization))).statusCode).toBe(201);
    await pool.store.keys.revoke(pool.leaseKey.id);
    expect((await pool.app.inject(lease(authorization))).statusCode).toBe(401);
  });

  it('show when they were last used, written at most once a minute', async () => {
    const touched: string[] = [];
    const key = aKey({ lastUsedAtMs: null });
    const touch = async (id: string) => {
      touched.push(id);
      key.lastUsedAtMs = NOW_MS;
    };
    const { app } = anApp({ auth: { keys: { findBySecret: async () => key, touch } } });
    for (let round = 0; round < 3; round += 1) await app.inject(lease(`Bearer ${LEASE_KEY}`));
    expect(touched).toEqual(['leasekey']);
  });

  it('with a quota get no more leases in an hour, however many ask at once', async () => {
    const pool = await aPool();
    for (let id = 1; id <= 8; id += 1) await giveToken(pool, { id });
    const { secret } = await pool.store.keys.create({ name: 'small', role: 'lease', quotaPerHour: 3 });
    const requests = Array.from({ length: 8 }, () => pool.app.inject(lease(`Bearer ${secret}`)));
    const statuses = (await Promise.all(requests)).map((response) => response.statusCode);
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    pool.clock.nowMs += 3_600_001;
    expect((await pool.app.inject(lease(`Bearer ${secret}`))).statusCode).toBe(201);
  });
});

describe('the limiter on failed authentication', () => {
  const wrong = `Bearer tpk_${'w'.repeat(43)}`;

  it('shuts out an address that guesses, for a minute', async () => {
    const pool = await aPool();
    for (let round = 0; round < 30; round += 1) await pool.app.inject(lease(wrong));
    const refused = await pool.app.inject(lease(wrong));
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    pool.clock.nowMs += 60_001;
    expect((await pool.app.inject(lease(wrong))).statusCode).toBe(401);
  });

  it('hears other addresses, and a good key from the same address', async () => {
    const { app, asLeaser } = anApp();
    expect((await app.inject(lease(asLeaser.authorization))).statusCode).toBe(201);
    for (let round = 0; round < 31; round += 1) await app.inject(lease(wrong));
    expect((await app.inject(lease(wrong, '10.0.0.2'))).statusCode).toBe(401);
    expect((await app.inject(lease(asLeaser.authorization))).statusCode).toBe(201);
  });

  it('counts a whole IPv6 network as one and forgets the oldest when it is full', () => {
    const limiter = createFailureLimiter(() => NOW_MS, { perWindow: 2, windowMs: 1000, maxAddresses: 2 });
    limiter.failed('2001:db8::1');
    limiter.failed('2001:db8:0:0:9::2');
    expect(limiter.refusedForSeconds('2001:db8::ffff')).toBe(1);
    limiter.failed('10.0.0.1');
    limiter.failed('10.0.0.2');
    expect(limiter.refusedForSeconds('2001:db8::ffff')).toBe(0);
  });

  it('believes X-Forwarded-For of trusted proxies only', async () => {
    const headers = (forwarded: string) => ({ authorization: wrong, 'x-forwarded-for': forwarded });
    const statusAfterGuesses = async (trustProxy: string[]) => {
      const { app } = anApp({ config: { trustProxy } });
      for (let i = 0; i < 30; i += 1) await app.inject({ ...lease(), headers: headers(`192.0.2.${i}`) });
      return (await app.inject({ ...lease(), headers: headers('192.0.2.200') })).statusCode;
    };
    expect(await statusAfterGuesses([])).toBe(429);
    expect(await statusAfterGuesses(['10.0.0.0/8'])).toBe(401);
  });
});
