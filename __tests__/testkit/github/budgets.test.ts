import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseRateLimitBody, parseRateLimitHeaders } from '../../../src/github/rate-limit.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub, GitHubOptions, User } from '../../../testkit/github/types.js';
import { ask, member } from './ask.js';

const START_MS = Date.UTC(2026, 0, 1);
const WINDOW_MS = 60_000;

describe('a budget at the stand-in', () => {
  let github: GitHub;
  let ada: User;
  let token: string;
  let nowMs: number;

  const start = async (options: GitHubOptions = {}): Promise<void> => {
    nowMs = START_MS;
    github = await startGitHub({ now: () => nowMs, windowMs: WINDOW_MS, limits: { core: 10 }, ...options });
    ada = github.addUser();
    token = github.addToken(ada).token;
    github.addRepository('octo/repo');
  };
  beforeEach(() => start());
  afterEach(() => github.close());

  it('is shared by all tokens of one user, and no others', async () => {
    const other = github.addToken(ada, { kind: 'pat_fine' }).token;
    const stranger = github.addToken(github.addUser()).token;
    await ask(github, 'GET /user', { token });
    await ask(github, 'GET /user', { token: other });
    const reply = await ask(github, 'GET /user', { token: stranger });

    expect(github.budget(ada.owner, 'core')).toMatchObject({ used: 2, remaining: 8 });
    expect(parseRateLimitHeaders(reply.headers)).toMatchObject({ used: 1, remaining: 9 });
  });

  it('has a window that opens at the first counted call and ends a whole window later', async () => {
    nowMs += 12_345;
    expect(github.budget(ada.owner, 'core').resetAtMs).toBeUndefined();
    await ask(github, 'GET /user', { token });
    nowMs += 1000;
    const reply = await ask(github, 'GET /user', { token });

    const resetAtMs = START_MS + 12_345 + WINDOW_MS;
    expect(github.budget(ada.owner, 'core').resetAtMs).toBe(resetAtMs);
    expect(parseRateLimitHeaders(reply.headers)?.resetAtMs).toBe(Math.ceil(resetAtMs / 1000) * 1000);
  });

  it('is full again after its reset, and the next window waits for the next call', async () => {
    github.spend(ada.owner, 'core', 10);
    nowMs += WINDOW_MS;

    expect(github.budget(ada.owner, 'core')).toMatchObject({ used: 0, remaining: 10, resetAtMs: undefined });
    expect((await ask(github, 'GET /user', { token })).status).toBe(200);
  });

  it.each([403, 429] as const)(
    'that is spent is refused with %i, none left and the reset told',
    async (status) => {
      await github.close();
      await start({ exhaustedStatus: status });
      github.spend(ada.owner, 'core', 10);
      const reply = await ask(github, 'GET /user', { token });

      expect(reply.status).toBe(status);
      expect(member(reply.body, 'message')).toMatch(/API rate limit exceeded/);
      expect(parseRateLimitHeaders(reply.headers)).toMatchObject({
        remaining: 0,
        used: 10,
        resetAtMs: START_MS + WINDOW_MS,
      });
    },
  );

  it('is never overspent by concurrent calls', async () => {
    const calls = Array.from({ length: 30 }, () => ask(github, 'GET /user', { token }));
    const statuses = (await Promise.all(calls)).map((reply) => reply.status);

    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 403)).toHaveLength(20);
  });

  it('costs nothing to read, and reading opens no window', async () => {
    const reply = await ask(github, 'GET /rate_limit', { token });

    expect(parseRateLimitBody(reply.body).get('core')).toMatchObject({
      remaining: 10,
      resetAtMs: START_MS + WINDOW_MS,
    });
    expect(github.budget(ada.owner, 'core').resetAtMs).toBeUndefined();
    expect(github.requests[0]).toMatchObject({ path: '/rate_limit', bucket: undefined, owner: ada.owner });
  });

  it('is not charged for unchanged content', async () => {
    const first = await ask(github, 'GET /repos/octo/repo', { token });
    const etag = first.headers.get('etag') ?? '';
    const second = await ask(github, 'GET /repos/octo/repo', { token, headers: { 'if-none-match': etag } });

    expect(second.status).toBe(304);
    expect(github.budget(ada.owner, 'core').used).toBe(1);
  });

  it('is charged for content that another token has seen: ETags belong to their token', async () => {
    const etag = (await ask(github, 'GET /repos/octo/repo', { token })).headers.get('etag') ?? '';
    const other = github.addToken(ada).token;
    const reply = await ask(github, 'GET /repos/octo/repo', {
      token: other,
      headers: { 'if-none-match': etag },
    });

    expect(reply.status).toBe(200);
  });

  it('of search is counted separately, per minute', async () => {
    await ask(github, 'GET /search/repositories?q=repo', { token });

    expect(github.budget(ada.owner, 'search')).toMatchObject({
      limit: 30,
      used: 1,
      resetAtMs: START_MS + WINDOW_MS / 60,
    });
    expect(github.budget(ada.owner, 'core').used).toBe(0);
  });

  it('of GraphQL is refused with status 200 and an error in the body', async () => {
    github.spend(ada.owner, 'graphql', 5000);
    const reply = await ask(github, 'POST /graphql', { token, body: { query: '{ viewer { login } }' } });

    expect(reply.status).toBe(200);
    expect(member(reply.body, 'errors')).toEqual([expect.objectContaining({ type: 'RATE_LIMITED' })]);
  });

  it("of a job's GITHUB_TOKEN is 1,000 per repository, whichever job asks", async () => {
    const [one, two] = [github.addActionsToken('octo/repo').token, github.addActionsToken('octo/repo').token];
    await ask(github, 'GET /repos/octo/repo', { token: one });
    const reply = await ask(github, 'GET /repos/octo/repo', { token: two });

    expect(parseRateLimitHeaders(reply.headers)).toMatchObject({ limit: 1000, used: 2 });
  });

  it.each([
    [1, 5000],
    [20, 5000],
    [30, 5500],
    [400, 12_500],
  ])('of an installation with %i repositories is %i', async (count, limit) => {
    await github.close();
    github = await startGitHub();
    const names = Array.from({ length: count }, (_, index) => `octo/repo-${index}`);
    const installation = github.addInstallation(github.addApp({ privateKey: 'unused' }), {
      repositories: names,
    });

    expect(github.budget(installation.owner, 'core').limit).toBe(limit);
  });

  it('without a credential is 60 for an address', async () => {
    const reply = await ask(github, 'GET /repos/octo/repo');

    expect(parseRateLimitHeaders(reply.headers)).toMatchObject({ limit: 60, remaining: 59 });
  });
});

describe('secondary limits of the stand-in', () => {
  let nowMs = START_MS;
  let github: GitHub;
  afterEach(() => github.close());

  it('refuse writes five times as soon as reads, with retry-after and budget left, until the time is over', async () => {
    github = await startGitHub({
      now: () => nowMs,
      secondary: { pointsPerMinute: 10, retryAfterSeconds: 30 },
    });
    const { token } = github.addToken(github.addUser());
    const write = () => ask(github, 'POST /graphql', { token, body: { query: '{}' } });
    await write();
    await write();
    const refused = await write();
    nowMs += 61_000;
    const later = await write();

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '30']);
    expect(member(refused.body, 'message')).toMatch(/secondary rate limit/);
    expect(later.status).toBe(200);
  });

  it('refuse a call above the concurrency limit, and admit the next when one has ended', async () => {
    github = await startGitHub({ now: () => nowMs, secondary: { concurrent: 2, retryAfterSeconds: 30 } });
    const { token } = github.addToken(github.addUser());
    github.setFault({ effect: { kind: 'latency', ms: 500 } });
    const together = await Promise.all([1, 2, 3].map(() => ask(github, 'GET /user', { token })));
    nowMs += 31_000;
    const later = await ask(github, 'GET /user', { token });

    expect(together.map((reply) => reply.status).sort()).toEqual([200, 200, 403]);
    expect(later.status).toBe(200);
  });
});
