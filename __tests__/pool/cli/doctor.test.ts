import { describe, expect, it } from '@jest/globals';
import { type DatabaseFound, type DoctorDeps, examine } from '../../../src/pool/cli/diagnosis.js';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

type Open = Extract<DatabaseFound, { state: 'open' }>;

function open(overrides: Partial<Open>): Open {
  return {
    state: 'open',
    nowMs: async () => NOW_MS,
    counts: async () => ({ tokens: { active: 2, total: 3 }, usableOwners: 2 }),
    mintProblems: async () => [],
    pendingRevocations: async () => 0,
    ...overrides,
  };
}

function deps(overrides: Partial<DoctorDeps> = {}): DoctorDeps {
  return {
    apiUrl: 'https://api.github.test',
    configFaults: [],
    database: open({}),
    fetch: async () => new Response('{}', { headers: { date: new Date(NOW_MS).toUTCString() } }),
    nowMs: () => NOW_MS,
    env: {},
    publicUrl: 'https://pool.test',
    hasOauth: true,
    isOperatorNamed: true,
    ...overrides,
  };
}

async function stateOf(check: string, overrides: Partial<DoctorDeps>): Promise<string> {
  const finding = (await examine(deps(overrides))).find((candidate) => candidate.check === check);
  return `${finding?.state}: ${finding?.detail}${finding?.advice ? `; ${finding.advice}` : ''}`;
}

const refuse = async (): Promise<never> => {
  throw new Error('postgres://user:secret@host refused');
};

describe('the doctor', () => {
  it('finds nothing wrong with a healthy pool', async () => {
    expect((await examine(deps())).filter((finding) => finding.state !== 'ok')).toEqual([]);
  });

  it('names a database that does not answer, without its address', async () => {
    const state = await stateOf('database', { database: open({ nowMs: refuse }) });
    expect(state).toContain('fault: it does not answer; check DATABASE_URL');
    expect(state).not.toContain('secret');
  });

  it('compares the clock with GitHub’s, because signed App tokens depend on it', async () => {
    const late = new Date(NOW_MS - 120_000).toUTCString();
    expect(
      await stateOf('clock', { fetch: async () => new Response('{}', { headers: { date: late } }) }),
    ).toMatch(/^fault: it is 120 s off/);
  });

  it('notices a proxy that is not an address', async () => {
    expect(await stateOf('proxy', { env: { https_proxy: 'proxy.test' } })).toContain(
      'fault: https_proxy is not an address',
    );
    expect(await stateOf('proxy', { env: { https_proxy: 'http://proxy.test:3128' } })).toMatch(/^ok/);
  });

  it('treats a GHES that requires a token or has limits off as reachable', async () => {
    expect(await stateOf('GitHub', { fetch: async () => new Response('', { status: 404 }) })).toMatch(/^ok/);
    expect(await stateOf('GitHub', { fetch: refuse })).toMatch(/^fault: api.github.test cannot be reached/);
  });

  it('says how to get tokens into an empty pool', async () => {
    const counts = async () => ({ tokens: { active: 0, total: 0 }, usableOwners: 0 });
    expect(await stateOf('tokens', { database: open({ counts }) })).toContain('token-pool token add');
  });

  it('names each installation that gets no token, with GitHub’s reason', async () => {
    const reason = 'GitHub refuses (forbidden: This installation has been suspended)';
    const mintProblems = async () => [{ owner: 'a1b2', reason }];
    expect(await stateOf('installation', { database: open({ mintProblems }) })).toContain(
      `warning: a1b2 gets no new token: ${reason}; check the installation`,
    );
  });

  it('reports a missing operator when people can join', async () => {
    expect(await stateOf('page', { isOperatorNamed: false })).toContain('POOL_OPERATOR and POOL_CONTACT');
    expect(await stateOf('page', { isOperatorNamed: false, hasOauth: false })).toMatch(/^ok/);
  });

  it('lists revocations that GitHub has not confirmed', async () => {
    const state = await stateOf('revocations', { database: open({ pendingRevocations: async () => 2 }) });
    expect(state).toContain('warning: 2 not confirmed by GitHub yet; the server retries');
  });
});
