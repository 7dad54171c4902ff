import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { atMostAtOnce } from '../../../src/pool/web/sign-in.js';
import { type PeoplePool, startPeoplePool } from './people-pool.js';
import { answerOfGitHub, joinAs, Visitor } from './visitor.js';

let pool: PeoplePool;
beforeEach(async () => {
  pool = await startPeoplePool();
});
afterEach(() => pool.close());

const join = (login: string) => joinAs(pool, login);

describe('joining', () => {
  it('lends a token without scopes and shows the contributor’s page', async () => {
    const visitor = await join('ada');
    const page = await visitor.get(`${pool.url}/me`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<h1>ada</h1>');
    const [token] = await pool.store.tokens.list();
    expect(token).toMatchObject({ kind: 'oauth', scopes: [], canWrite: false, status: 'active' });
  });

  it('pitfall “open redirects”: is found from the sign-in address of mise-versions, which no longer sends people anywhere else', async () => {
    const visitor = await join('ada');
    const login = await visitor.get(`${pool.url}/api/auth/login?return_to=https://evil.test`);
    expect([login.status, login.headers.get('location')]).toEqual([302, '/auth']);
    const me = `${pool.url}/api/auth/me`;
    expect(await (await visitor.get(me)).json()).toEqual({ authenticated: true, username: 'ada' });
    expect(await (await fetch(me)).json()).toEqual({ authenticated: false });
  });

  it('sets HttpOnly and SameSite cookies', async () => {
    pool.github.approveSignInsAs(pool.github.addUser({ login: 'ada' }));
    const visitor = new Visitor();
    const begun = await visitor.post(`${pool.url}/auth`, { agree: 'yes' });
    const approved = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
    const joined = await visitor.get(approved.headers.get('location') ?? '');
    const cookies = [begun, joined].flatMap(({ headers }) => headers.getSetCookie());
    const kept = cookies.filter((cookie) => !/Max-Age=0|=;/.test(cookie));
    expect(kept).toHaveLength(2);
    for (const cookie of kept) expect(cookie).toMatch(/; HttpOnly.*; SameSite=Lax/);
  });

  it('asks for consent first: nobody is sent to GitHub without it', async () => {
    const visitor = new Visitor();
    const asked = await visitor.get(`${pool.url}/auth`);
    expect([asked.status, asked.headers.get('location')]).toEqual([200, null]);
    expect(await asked.text()).toContain('What you risk');
    const refused = await visitor.post(`${pool.url}/auth`, {});
    expect([refused.status, refused.headers.get('location')]).toEqual([400, null]);
    expect(await refused.text()).toContain('Tick the box first');
    expect(visitor.cookies.size).toBe(0);
  });

  it("accepts no consent from another site's form", async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const body = new URLSearchParams({ agree: 'yes' });
    const answer = await fetch(`${pool.url}/auth`, { method: 'POST', body, headers, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('shows the welcome once', async () => {
    pool.github.approveSignInsAs(pool.github.addUser({ login: 'ada' }));
    const visitor = new Visitor();
    const joined = await visitor.get(await answerOfGitHub(pool, visitor));
    expect(joined.headers.get('location')).toBe('/me?done=joined');
    expect(await (await visitor.get(`${pool.url}/me?done=joined`)).text()).toContain('Welcome');
    expect(await (await visitor.get(`${pool.url}/me`)).text()).not.toContain('Welcome');
    expect(await (await visitor.get(pool.url)).text()).toContain('You are part of this pool');
    const again = await visitor.get(await answerOfGitHub(pool, visitor));
    expect(again.headers.get('location')).toBe('/me?done=renewed');
  });

  it('adds no weight when the same person signs in twice', async () => {
    const ada = pool.github.addUser({ login: 'ada' });
    pool.github.approveSignInsAs(ada);
    for (const visitor of [new Visitor(), new Visitor()])
      await visitor.get(await answerOfGitHub(pool, visitor));
    expect((await pool.store.tokens.list()).filter((token) => token.status === 'active')).toHaveLength(1);
    expect(await pool.store.owners.list()).toHaveLength(1);
  });

  it('pitfall “a sign-in without state”: refuses an answer that belongs to another browser, and stores nothing', async () => {
    pool.github.approveSignInsAs(pool.github.addUser({ login: 'mallory' }));
    const stolen = await answerOfGitHub(pool, new Visitor());
    const victim = new Visitor();
    expect((await victim.get(stolen)).status).toBe(400);
    await victim.post(`${pool.url}/auth`, { agree: 'yes' });
    const refused = await victim.get(stolen);
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('<a class="button" href="/auth">Start again</a>'),
    ]);
    expect(await pool.store.tokens.list()).toEqual([]);
  });

  it('pitfall “a sign-in without PKCE”: shows GitHub a challenge, and never what answers it', async () => {
    const begun = await new Visitor().post(`${pool.url}/auth`, { agree: 'yes' });
    const { searchParams } = new URL(begun.headers.get('location') ?? '');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(searchParams.get('state')?.length).toBeGreaterThan(20);
    expect([...searchParams.keys()]).not.toContain('code_verifier');
  });

  it('accepts an answer of GitHub only once', async () => {
    pool.github.approveSignInsAs(pool.github.addUser({ login: 'ada' }));
    const visitor = new Visitor();
    const answer = await answerOfGitHub(pool, visitor);
    const cookies = new Map(visitor.cookies);
    expect((await visitor.get(answer)).status).toBe(303);
    for (const [name, value] of cookies) visitor.cookies.set(name, value);
    expect((await visitor.get(answer)).status).toBe(400);
  });

  it('says so when the person refuses, and stores nothing', async () => {
    const visitor = new Visitor();
    const begun = await visitor.post(`${pool.url}/auth`, { agree: 'yes' });
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
    const answer = await visitor.get(`${pool.url}/callback?error=access_denied&state=${state}`);
    expect(await answer.text()).toContain('Nothing was lent');
    expect(await pool.store.tokens.list()).toEqual([]);
  });
});

describe('what is not there', () => {
  const ask = (path: string, accept: string) => fetch(pool.url + path, { headers: { accept } });
  const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8';

  it('is a page for browsers and JSON for programs', async () => {
    const shown = await ask('/nowhere', BROWSER);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await shown.text()).toContain('<h1>There is no such page</h1>');
    expect(shown.headers.get('content-security-policy')).toContain("style-src 'self'");
    const told = await ask('/nowhere', '*/*');
    expect([told.status, await told.json()]).toMatchObject([404, { error: { code: 'not_found' } }]);
    expect((await ask('/api/v1/nowhere', BROWSER)).headers.get('content-type')).toContain('json');
  });

  it('is answered in the same two ways by a pool without sign-in', async () => {
    const closed = await startPeoplePool({ hasOauth: false });
    try {
      for (const path of ['/auth', '/callback']) {
        const shown = await fetch(closed.url + path, { headers: { accept: BROWSER } });
        expect([shown.status, await shown.text()]).toEqual([
          404,
          expect.stringContaining('Nobody can sign in here yet'),
        ]);
        const told = await fetch(closed.url + path);
        expect([told.status, await told.json()]).toMatchObject([
          404,
          { error: { code: 'not_found', message: expect.stringContaining('GITHUB_CLIENT_ID') } },
        ]);
      }
    } finally {
      await closed.close();
    }
  });
});

describe('what strangers may see', () => {
  it('is never a login in a public place', async () => {
    await join('very-distinct-login');
    for (const path of ['/', '/live', '/status']) {
      expect(await (await fetch(pool.url + path)).text()).not.toContain('very-distinct-login');
    }
  });

  it('comes with a policy that lets nothing from elsewhere in', async () => {
    const policy = (await fetch(pool.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  });
});

describe('a crowd that signs in at once', () => {
  it('is admitted a few at a time, so that the rest of the pool still reaches GitHub', async () => {
    const answers: (() => void)[] = [];
    const exchange = atMostAtOnce(2, async () => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return { refused: 'unauthorized', retryAfterSeconds: null };
    });
    const ask = () =>
      exchange({ clientId: 'id', clientSecret: 's' }, { code: 'c', codeVerifier: 'v', redirectUrl: '/' });
    const waiting = [ask(), ask()];
    expect(await ask()).toMatchObject({ unreachable: expect.any(String) });
    for (const answer of answers) answer();
    expect(await Promise.all(waiting)).toHaveLength(2);
    const later = ask();
    answers.at(-1)?.();
    expect(await later).toMatchObject({ refused: 'unauthorized' });
  });
});
