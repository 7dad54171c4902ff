import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFaultPage } from '../../../src/pool/web/fault-page.js';
import { anApp } from '../an-app.js';
import { type PeoplePool, startPeoplePool } from './people-pool.js';
import { answerOfGitHub, joinAs, csrfTokenOf, Visitor } from './visitor.js';

let pool: PeoplePool;
beforeEach(async () => {
  pool = await startPeoplePool();
});
afterEach(() => pool.close());

const join = (login: string) => joinAs(pool, login);

async function textAt(visitor: Visitor, path: string): Promise<string> {
  return (await visitor.get(pool.url + path)).text();
}

describe('a contributor’s forms', () => {
  it('change nothing without the CSRF token of the session', async () => {
    const visitor = await join('ada');
    expect((await visitor.post(`${pool.url}/me/pause`, {})).status).toBe(403);
    expect((await visitor.post(`${pool.url}/me/pause`, { csrf: 'x'.repeat(43) })).status).toBe(403);
    expect((await pool.store.owners.list())[0]?.paused).toBe(false);
  });

  it('pause and resume the lending', async () => {
    const visitor = await join('ada');
    const csrf = await csrfTokenOf(pool, visitor);
    await visitor.post(`${pool.url}/me/pause`, { csrf });
    expect((await pool.store.owners.list())[0]?.paused).toBe(true);
    await visitor.post(`${pool.url}/me/resume`, { csrf });
    expect((await pool.store.owners.list())[0]?.paused).toBe(false);
  });

  it('leave a pause as it is when the person signs in again', async () => {
    const visitor = await join('ada');
    await visitor.post(`${pool.url}/me/pause`, { csrf: await csrfTokenOf(pool, visitor) });
    await visitor.get(await answerOfGitHub(pool, visitor));
    expect(await textAt(visitor, '/me')).toContain('Paused</span>');
    expect((await pool.store.owners.list())[0]?.paused).toBe(true);
  });

  it("set the owner's reserve, and refuse anything else", async () => {
    const visitor = await join('ada');
    const csrf = await csrfTokenOf(pool, visitor);
    const saved = await visitor.post(`${pool.url}/me/reserve`, { csrf, percent: '35' });
    expect(saved.headers.get('location')).toBe('/me?done=saved');
    expect((await pool.store.owners.list())[0]?.reserve).toBe(0.35);
    expect((await visitor.post(`${pool.url}/me/reserve`, { csrf, percent: '-1' })).status).toBe(400);
    expect((await pool.store.owners.list())[0]?.reserve).toBe(0.35);
  });

  it('say that nothing was changed when the session has ended', async () => {
    const visitor = await join('ada');
    const csrf = await csrfTokenOf(pool, visitor);
    visitor.cookies.clear();
    const answer = await visitor.post(`${pool.url}/me/pause`, { csrf });
    expect(answer.status).toBe(403);
    const text = await answer.text();
    expect(text).toContain('<h1>You are signed out</h1><p>Nothing was changed.');
    expect(text).toContain('<a class="button" href="/auth">Sign in</a>');
    expect((await pool.store.owners.list())[0]?.paused).toBe(false);
  });

  it("lead back to the contributor's page when they are refused", async () => {
    const visitor = await join('ada');
    const csrf = await csrfTokenOf(pool, visitor);
    const share = await visitor.post(`${pool.url}/me/reserve`, { csrf, percent: '101' });
    expect(await share.text()).toContain('<a class="button" href="/me">Your lending</a>');
    const unsure = await visitor.post(`${pool.url}/me/remove`, { csrf });
    expect([unsure.status, await unsure.text()]).toEqual([
      400,
      expect.stringContaining('Nothing was deleted'),
    ]);
    expect((await pool.store.tokens.list())[0]?.status).toBe('active');
  });

  it('sign out of this browser for good', async () => {
    const visitor = await join('ada');
    const cookies = new Map(visitor.cookies);
    const out = await visitor.post(`${pool.url}/logout`, { csrf: await csrfTokenOf(pool, visitor) });
    expect(await textAt(visitor, out.headers.get('location') ?? '')).toContain('You are signed out.');
    for (const [name, value] of cookies) visitor.cookies.set(name, value);
    expect((await visitor.get(`${pool.url}/me`)).status).toBe(303);
  });
});

describe('leaving', () => {
  it('removes the token here and revokes the grant at GitHub', async () => {
    const visitor = await join('ada');
    const csrf = await csrfTokenOf(pool, visitor);
    const answer = await visitor.post(`${pool.url}/me/remove`, { csrf, sure: 'yes' });
    expect(await answer.text()).toContain('revoked at GitHub');
    expect(
      pool.github.requests.some((call) => call.method === 'DELETE' && call.path.endsWith('/grant')),
    ).toBe(true);
    expect((await pool.store.tokens.list()).filter((token) => token.status === 'active')).toEqual([]);
    expect((await visitor.get(`${pool.url}/me`)).status).toBe(303);
  });

  it('while GitHub is down deletes the token, says what is pending, and is completed when GitHub is back', async () => {
    const visitor = await join('ada');
    const csrf = await csrfTokenOf(pool, visitor);
    const heal = pool.github.setFault({
      match: { method: 'DELETE' },
      effect: { kind: 'status', status: 503 },
    });
    const answer = await (await visitor.post(`${pool.url}/me/remove`, { csrf, sure: 'yes' })).text();
    expect(answer).toMatch(
      /has not confirmed yet[^(]*\(GitHub answered with status 503\); the\s+pool asks again/,
    );
    const settings = /href="([^"]+)" rel="noreferrer">revoke it at GitHub/.exec(answer)?.[1] ?? '';
    expect(settings).toMatch(new RegExp(`^${pool.github.serverUrl}/settings/connections/applications/Ov23`));
    expect(await pool.store.tokens.list()).toEqual([]);

    heal();
    pool.github.clearRequests();
    await pool.revokeWhatIsDue();
    expect(pool.github.requests).toMatchObject([
      { method: 'DELETE', path: expect.stringMatching(/\/grant$/), status: 204 },
    ]);
    expect(await pool.store.revocations.list()).toEqual([]);
  });

  it('is not final: someone who returns joins like a new contributor', async () => {
    const visitor = await join('ada');
    await visitor.post(`${pool.url}/me/remove`, { csrf: await csrfTokenOf(pool, visitor), sure: 'yes' });
    const back = new Visitor();
    const joined = await back.get(await answerOfGitHub(pool, back));
    expect(joined.headers.get('location')).toBe('/me?done=joined');
    expect(await textAt(back, '/me')).toContain('New jobs may get your token.');
  });
});

describe('what contributors see of their lending', () => {
  it('is that it stopped because the token no longer works, and how to resume', async () => {
    const visitor = await join('ada');
    const [token] = await pool.store.tokens.list();
    await pool.store.tokens.setStatus(token?.id ?? 0, 'dead');
    const me = await textAt(visitor, '/me');
    expect(me).toContain('Your token no longer works at GitHub');
    expect(me).toContain('<a class="button primary" href="/auth">Lend a new token</a>');
    expect(me).not.toContain('Pause lending');
    pool.pass(1000);
    const home = await textAt(visitor, '/');
    expect(home).toContain('Not lending</span>');
    expect(home).toContain('No token of this pool works now');
  });

  it('is that GitHub refuses the account, rejected the token, or slows it down', async () => {
    const visitor = await join('ada');
    const [owner] = await pool.store.owners.list();
    const [token] = await pool.store.tokens.list();
    await pool.store.owners.coolDown(owner?.id ?? '', {
      untilMs: Date.now() + 60_000,
      reason: 'secondary_limited',
    });
    expect(await textAt(visitor, '/me')).toContain('GitHub asked your account to slow down');
    await pool.store.tokens.suspect(token?.id ?? 0, Date.now() + 60_000);
    expect(await textAt(visitor, '/me')).toContain('GitHub refused your token just now');
    await pool.store.owners.setStatus(owner?.id ?? '', 'suspended');
    expect(await textAt(visitor, '/me')).toContain('GitHub currently refuses your account');
  });

  it('begins with the core bucket', async () => {
    const visitor = await join('ada');
    const [owner] = await pool.store.owners.list();
    const seen = { limit: 10, remaining: 10, resetAtMs: Date.now() + 60_000, by: 'probe' } as const;
    await pool.store.budgets.observe(owner?.id ?? '', 'code_search', seen);
    const buckets = [...(await textAt(visitor, '/me')).matchAll(/<code>(core|code_search)<\/code>/g)];
    expect(buckets.map(([, bucket]) => bucket)).toEqual(['core', 'code_search']);
  });

  it('is also shown before the consent', async () => {
    const visitor = await join('ada');
    expect(await textAt(visitor, '/auth')).toContain('You lend already, as <strong>ada</strong>.');
    expect(await textAt(new Visitor(), '/auth')).toContain('Lending already?');
  });
});

describe('a fault of the pool', () => {
  it('shows people the number to find it in the log', async () => {
    const broken = anApp({
      faultPage: createFaultPage({ signIn: null }),
      plugins: [
        async (app) => {
          app.get('/broken', async () => {
            throw new Error('secret detail');
          });
        },
      ],
    });
    const answer = await broken.app.inject({ url: '/broken', headers: { accept: 'text/html' } });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain(`give the operator this number: ${answer.headers['x-request-id']}.`);
    expect(answer.body).not.toContain('secret detail');
  });
});

describe('the uses of a contributor’s token', () => {
  it('come in pages, newest first, and none is skipped when many were granted at once', async () => {
    const visitor = await join('ada');
    const ref = (await pool.store.owners.list())[0]?.ref ?? '';
    await pool.useAtOneMoment(ref, 120);
    const seen: string[] = [];
    let path: string | undefined = '/me/uses';
    let pages = 0;
    while (path !== undefined) {
      const text = await (await visitor.get(pool.url + path)).text();
      seen.push(...[...text.matchAll(/octo\/matrix run (\d+)</g)].map(([, id = '']) => id));
      path = /href="(\/me\/uses\?before=[^"]+)">Older uses/.exec(text)?.[1];
      pages += 1;
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([3, 120, 120]);
    expect(await (await visitor.get(`${pool.url}/me`)).text()).toContain('href="/me/uses"');
  });

  it('are not shown to strangers, and an invalid cursor gives the first page', async () => {
    expect((await new Visitor().get(`${pool.url}/me/uses`)).status).toBe(303);
    const visitor = await join('ada');
    expect((await visitor.get(`${pool.url}/me/uses?before=nonsense`)).status).toBe(200);
  });
});
