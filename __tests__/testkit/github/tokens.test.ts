import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub, User } from '../../../testkit/github/types.js';
import { ask, member } from './ask.js';

const START_MS = Date.UTC(2026, 0, 1);

describe('a token at the stand-in', () => {
  let github: GitHub;
  let ada: User;
  let nowMs: number;

  beforeEach(async () => {
    nowMs = START_MS;
    github = await startGitHub({ now: () => nowMs, appUserTokenMs: 5000 });
    ada = github.addUser({ login: 'ada' });
  });
  afterEach(() => github.close());

  it('that is revoked gets 401 Bad credentials, while its siblings remain valid', async () => {
    const [lost, kept] = [github.addToken(ada).token, github.addToken(ada).token];
    github.revokeToken(lost);
    const reply = await ask(github, 'GET /user', { token: lost });

    expect([reply.status, member(reply.body, 'message')]).toEqual([401, 'Bad credentials']);
    expect((await ask(github, 'GET /user', { token: kept })).status).toBe(200);
    expect(github.requests.map((request) => request.owner)).toEqual([undefined, ada.owner]);
  });

  it('expires at the end of its lifetime and not before', async () => {
    const { token, expiresAtMs } = github.addToken(ada, { kind: 'app_user' });
    nowMs = START_MS + 4999;
    const before = await ask(github, 'GET /user', { token });
    nowMs = START_MS + 5000;
    const after = await ask(github, 'GET /user', { token });

    expect(expiresAtMs).toBe(START_MS + 5000);
    expect([before.status, after.status]).toEqual([200, 401]);
  });

  it('of a suspended account is refused with 403 until the suspension ends', async () => {
    const { token } = github.addToken(ada);
    github.suspendUser(ada);
    const suspended = await ask(github, 'GET /rate_limit', { token });
    github.unsuspendUser(ada);

    expect([suspended.status, member(suspended.body, 'message')]).toEqual([
      403,
      'Sorry. Your account was suspended.',
    ]);
    expect((await ask(github, 'GET /rate_limit', { token })).status).toBe(200);
  });

  it('reports its scopes if its kind has scopes', async () => {
    const classic = await ask(github, 'GET /user', {
      token: github.addToken(ada, { kind: 'pat_classic', scopes: ['repo', 'read:org'] }).token,
    });
    const bare = await ask(github, 'GET /rate_limit', {
      token: github.addToken(ada, { kind: 'oauth' }).token,
    });
    const fine = await ask(github, 'GET /user', { token: github.addToken(ada, { kind: 'pat_fine' }).token });

    expect(classic.headers.get('x-oauth-scopes')).toBe('repo, read:org');
    expect(bare.headers.get('x-oauth-scopes')).toBe('');
    expect(fine.headers.has('x-oauth-scopes')).toBe(false);
  });

  it('is accepted as Bearer, as token and as the password of Basic', async () => {
    const { token } = github.addToken(ada);
    const replies = await Promise.all([
      ask(github, 'GET /user', { token }),
      ask(github, 'GET /user', { headers: { authorization: `token ${token}` } }),
      ask(github, 'GET /user', { basic: `x-access-token:${token}` }),
    ]);

    expect(replies.map((reply) => member(reply.body, 'login'))).toEqual(['ada', 'ada', 'ada']);
  });

  it('is revoked by the eleventh of the same application and scopes', async () => {
    const grant = { clientId: github.addOAuthApp().clientId };
    const tokens = Array.from({ length: 11 }, () => github.addToken(ada, grant).token);

    expect(tokens.map((token) => github.isAlive(token))).toEqual([false, ...Array(10).fill(true)]);
  });

  it('can be revoked by anyone who finds it', async () => {
    const { token } = github.addToken(ada);
    await ask(github, 'POST /credentials/revoke', { body: { credentials: [token] } });

    expect(github.isAlive(token)).toBe(false);
  });
});

describe('an outage of the stand-in', () => {
  let github: GitHub;
  let token: string;

  beforeEach(async () => {
    github = await startGitHub();
    token = github.addToken(github.addUser()).token;
  });
  afterEach(() => github.close());

  it('gives false 401s to the requested share, and none once it is over', async () => {
    const heal = github.setFault({ effect: { kind: 'status', status: 401 }, share: 0.25 });
    const statuses: number[] = [];
    for (let call = 0; call < 8; call += 1)
      statuses.push((await ask(github, 'GET /rate_limit', { token })).status);
    heal();
    statuses.push((await ask(github, 'GET /rate_limit', { token })).status);

    expect(statuses).toEqual([200, 200, 200, 401, 200, 200, 200, 401, 200]);
    expect(github.isAlive(token)).toBe(true);
  });

  it('affects only the requests that it matches, as often as configured', async () => {
    github.setFault({
      match: { path: '/user', method: 'GET' },
      effect: { kind: 'status', status: 502 },
      times: 1,
    });
    const other = await ask(github, 'GET /zen', { token });
    const first = await ask(github, 'GET /user', { token });
    const second = await ask(github, 'GET /user', { token });

    expect([other.status, first.status, second.status]).toEqual([200, 502, 200]);
  });

  it('can close the connection in the middle of a body', async () => {
    github.setFault({ effect: { kind: 'drop-mid-body' } });

    await expect(ask(github, 'GET /user', { token })).rejects.toThrow(/terminated|closed/);
  });

  it('can close it before any answer', async () => {
    github.setFault({ effect: { kind: 'reset' } });

    await expect(ask(github, 'GET /user', { token })).rejects.toThrow(/fetch failed/);
  });

  it('can leave requests unanswered until the stand-in closes', async () => {
    github.setFault({ effect: { kind: 'silence' } });
    const call = ask(github, 'GET /user', { token }).catch(() => 'closed');
    while (github.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await github.close();

    expect(await call).toBe('closed');
  });
});

describe('the stand-in as a GitHub Enterprise Server', () => {
  it('serves under /api/v3, and says that rate limits are off', async () => {
    const github = await startGitHub({ flavour: 'ghes', rateLimiting: 'off' });
    const { token } = github.addToken(github.addUser());
    const limit = await ask(github, 'GET /rate_limit', { token });
    const user = await ask(github, 'GET /user', { token });
    await github.close();

    expect(github.apiUrl).toBe(`${github.serverUrl}/api/v3`);
    expect([limit.status, member(limit.body, 'message')]).toEqual([404, 'Rate limiting is not enabled.']);
    expect([user.status, user.headers.has('x-ratelimit-limit')]).toEqual([200, false]);
  });
});
