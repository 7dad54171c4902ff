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

const principalOf = (name: string) =>
  ({ id: `oidc:1:${name}`, kind: 'oidc', name, role: 'lease', labels: [], quotaPerHour: null }) as const;

describe('API keys', () => {
  it('are requested with a message that says what to send', async () => {
    const response = await anApp().app.inject(lease());
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toContain('Bearer');
    expect(response.json().error.message).toContain('Authorization: Bearer');
  });

  it('are refused before the body is parsed', async () => {
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

  it('work until they are revoked, and no longer', async () => {
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

  it('with a quota get no more leases in an hour, however many requests are concurrent', async () => {
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

  it('makes a guessing address wait for a minute', async () => {
    const pool = await aPool();
    for (let round = 0; round < 30; round += 1) await pool.app.inject(lease(wrong));
    const refused = await pool.app.inject(lease(wrong));
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    pool.clock.nowMs += 60_001;
    expect((await pool.app.inject(lease(wrong))).statusCode).toBe(401);
  });

  it('never refuses a valid credential because of others in its network', async () => {
    const identifyByToken = async () => ({ principal: principalOf('octo/repo') });
    const pool = await aPool({ auth: { identifyByToken } });
    await giveToken(pool, { id: 1 });
    for (let round = 0; round < 100; round += 1) await pool.app.inject(lease(wrong));

    const { secret } = await pool.store.keys.create({ name: 'new', role: 'lease' });

    expect((await pool.app.inject(lease(`Bearer ${secret}`))).statusCode).toBe(201);
    expect((await pool.app.inject(lease('Bearer eyJh.eyJi.sig'))).statusCode).toBe(201);
    expect((await pool.app.inject(lease(wrong))).statusCode).toBe(429);
    expect((await pool.app.inject(lease(wrong, '10.0.0.2'))).statusCode).toBe(401);
  });

  it('counts a whole IPv6 network as one and forgets the oldest when it is full', () => {
    const limiter = createFailureLimiter(() => NOW_MS, { perWindow: 1, windowMs: 1000, maxNetworks: 2 });
    limiter.failed('2001:db8::1');
    expect(limiter.failed('2001:db8:0:0:9::2')).toBe(1);
    expect(limiter.failed('::ffff:10.0.0.1')).toBe(0);
    expect(limiter.failed('10.0.0.1')).toBe(1);
    limiter.failed('10.0.0.2');
    expect(limiter.failed('2001:db8::ffff')).toBe(0);
  });

  it('does not last longer when the clock jumps back', () => {
    const clock = { nowMs: NOW_MS };
    const limits = { perWindow: 1, windowMs: 1000, maxNetworks: 2 };
    const limiter = createFailureLimiter(() => clock.nowMs, limits);
    for (let round = 0; round < 3; round += 1) limiter.failed('10.0.0.1');
    clock.nowMs -= 3_600_000;
    expect(limiter.failed('10.0.0.1')).toBe(0);
  });

  it('covers the token of the metrics page', async () => {
    const { app } = anApp({ config: { metricsToken: 'm'.repeat(32) } });
    const scrape = async (token: string) =>
      (await app.inject({ url: '/metrics', headers: { authorization: `Bearer ${token}` } })).statusCode;
    for (let round = 0; round < 30; round += 1) expect(await scrape('wrong')).toBe(401);
    expect(await scrape('wrong')).toBe(429);
    expect(await scrape('m'.repeat(32))).toBe(200);
  });

  it('trusts X-Forwarded-For only from trusted proxies', async () => {
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

describe('a refusal', () => {
  const refusals = (log: string[]) =>
    log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'refused');

  it('gives the reason to the job and, with the request ID, to the log', async () => {
    const message = 'this pool admits repository 42 of owner 7, but not on event issue_comment';
    const job = { repository: 'octo/repo', event: 'issue_comment' };
    const identifyByToken = async () => ({ refused: 'forbidden', message, job }) as const;
    const { app, log } = anApp({ auth: { identifyByToken } });

    const response = await app.inject(lease('Bearer eyJh.eyJi.sig'));

    expect(response.json().error).toEqual({ code: 'forbidden', message });
    expect(refusals(log)).toMatchObject([
      { reqId: response.headers['x-request-id'], code: 'forbidden', reason: message, ...job },
    ]);
  });

  it('of a label names the label, and the job as it named itself', async () => {
    const pool = await aPool();
    const request = { ...lease(pool.asLeaser.authorization), payload: { job: A_JOB, label: 'push' } };

    const { error } = (await pool.app.inject(request)).json();

    expect(error.message).toContain('label "push"');
    expect(refusals(pool.log)).toMatchObject([{ repository: 'octo/repo', event: 'push' }]);
  });

  it('of an admin key says that it is one', async () => {
    const { app, log, asAdmin } = anApp();
    const { error } = (await app.inject(lease(asAdmin.authorization))).json();
    expect(error.message).toContain('an admin key cannot lease');
    expect(refusals(log)).toHaveLength(1);
  });

  it("of a client of mise-versions keeps that contract's message, and the log has the reason", async () => {
    const { app, log } = anApp({ keys: { [LEASE_KEY]: aKey({ revokedAtMs: NOW_MS - 1 }) } });
    const headers = { authorization: `Bearer ${LEASE_KEY}` };

    const response = await app.inject({ url: '/api/token', headers });

    expect([response.statusCode, response.body]).toEqual([401, 'Invalid API secret']);
    expect(refusals(log)).toMatchObject([{ reason: expect.stringContaining('revoked') }]);
  });
});
