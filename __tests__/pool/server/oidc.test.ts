import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { createOidc } from '../../../src/pool/auth/oidc.js';
import type { PolicyDocument } from '../../../src/pool/auth/policy.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { NOW_MS } from '../an-app.js';
import { migratedFile } from '../store/migrated-file.js';

const ISSUER = 'https://token.actions.githubusercontent.com';
const GHES = 'https://ghes.example.com/_services/token';
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let signer: Pair;
let stranger: Pair;

beforeAll(async () => {
  signer = await generateKeyPair('RS256', { extractable: true });
  stranger = await generateKeyPair('RS256', { extractable: true });
});

const jwkOf = async ({ publicKey }: Pair, kid: string) => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg: 'RS256',
});

type Claims = { [name: string]: unknown };

const CLAIMS: Claims = {
  repository: 'octo/repo',
  repository_id: '42',
  repository_owner_id: '7',
  ref: 'refs/heads/main',
  event_name: 'push',
  sub: 'repo:octo/repo:ref:refs/heads/main',
  jti: 'first',
};

function aJwt(
  claims: Claims = {},
  options: { key?: Pair; kid?: string; audience?: string; ageSeconds?: number } = {},
) {
  const issuedAt = Math.floor(NOW_MS / 1000) - (options.ageSeconds ?? 0);
  return new SignJWT({ iss: ISSUER, ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: options.kid ?? 'k1' })
    .setAudience(options.audience ?? 'fetch-token')
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 300)
    .sign((options.key ?? signer).privateKey);
}

/** An identifier over a store, whose issuers publish the signer's key. */
async function anOidc(policies: PolicyDocument[], jwks?: () => Promise<{ keys: JWK[] } | string>) {
  const fetched: string[] = [];
  const published =
    jwks ?? (async () => ({ keys: [{ ...(await exportJWK(signer.publicKey)), kid: 'k1', alg: 'RS256' }] }));
  const store = await openStore({
    url: await migratedFile(),
    vault: createVault(['cd'.repeat(32)]),
    nowMs: () => NOW_MS,
  });
  for (const [index, policy] of policies.entries()) {
    await store.policies.put({ name: `policy-${index}`, document: JSON.stringify(policy) });
  }
  const identify = createOidc({
    policies: store.policies,
    config: { issuers: [ISSUER, GHES], audience: 'fetch-token' },
    fetch: async (url) => {
      fetched.push(url);
      const body = await published();
      return typeof body === 'string' ? new Response(body) : Response.json(body);
    },
    now: () => NOW_MS,
  });
  return { identify, fetched };
}

const outcomeOf = (result: object) => ('refused' in result ? result.refused : 'admitted');

describe('OIDC tokens of GitHub Actions', () => {
  it('identify the repository as a principal, with the labels and quota of the policy', async () => {
    const { identify } = await anOidc([{ repository_ids: ['42'], labels: ['push'], quota_per_hour: 9 }]);
    expect(await identify(await aJwt())).toMatchObject({
      principal: { kind: 'oidc', name: 'octo/repo', role: 'lease', labels: ['push'], quotaPerHour: 9 },
    });
  });

  it('are valid once: a second use of the same token is refused', async () => {
    const { identify } = await anOidc([{ repository_ids: ['42'] }]);
    const jwt = await aJwt();
    expect(outcomeOf(await identify(jwt))).toBe('admitted');
    expect(await identify(jwt)).toMatchObject({
      refused: 'invalid',
      message: expect.stringContaining('used before'),
    });
  });

  it.each([
    ['another audience', {}, { audience: 'someone-else' }],
    ['an expired token', {}, { ageSeconds: 400 }],
    ['a token of the future', {}, { ageSeconds: -400 }],
    ['an issuer that is not trusted', { iss: 'https://evil.example' }, {}],
    ['a token without jti', { jti: undefined }, {}],
    ['a jti that is no text', { jti: { toString: 1 } }, {}],
    ['a token without a repository id', { repository_id: undefined }, {}],
  ])('are refused for %s', async (_what, claims, options) => {
    const { identify } = await anOidc([{ repository_owner_ids: ['7'] }]);
    const ageSeconds = 'ageSeconds' in options ? options.ageSeconds : 0;
    const jwt = await aJwt(
      { ...claims, ...(ageSeconds < 0 ? { nbf: Math.floor(NOW_MS / 1000) + 400 } : {}) },
      options,
    );
    expect(outcomeOf(await identify(jwt))).toBe('invalid');
  });

  it('are refused when unsigned or signed by someone else', async () => {
    const { identify } = await anOidc([{ repository_ids: ['42'] }]);
    expect(outcomeOf(await identify(await aJwt({}, { key: stranger })))).toBe('invalid');
    const [, body] = (await aJwt()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.AA`;
    expect(outcomeOf(await identify(unsigned))).toBe('invalid');
  });

  it("fetch the issuer's keys once, however many tokens arrive", async () => {
    const { identify, fetched } = await anOidc([{ repository_ids: ['42'] }]);
    for (const jti of ['a', 'b', 'c']) await identify(await aJwt({ jti }));
    expect(fetched).toEqual([`${ISSUER}/.well-known/jwks`]);
  });

  it("are verified with the issuer's new keys after a rotation, and no longer with the old ones", async () => {
    const key = await generateKeyPair('RS256', { extractable: true });
    let published = [await jwkOf(signer, 'k1')];
    const policies = [{ repository_ids: ['42'] }];
    const { identify, fetched } = await anOidc(policies, async () => ({ keys: published }));
    expect(outcomeOf(await identify(await aJwt()))).toBe('admitted');
    published = [await jwkOf(key, 'k2')];
    // The key library uses its own clock: it reads the keys again after half a minute.
    const later = Date.now() + 31_000;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
    const byNew = await identify(await aJwt({ jti: 'new' }, { key, kid: 'k2' }));
    clock.mockImplementation(() => later + 31_000);
    const byOld = await identify(await aJwt({ jti: 'old' }));
    clock.mockRestore();
    expect([outcomeOf(byNew), outcomeOf(byOld)]).toEqual(['admitted', 'invalid']);
    expect(fetched).toHaveLength(3);
  });

  it('cause no fetch when the issuer is unknown', async () => {
    const { identify, fetched } = await anOidc([{ repository_ids: ['42'] }]);
    await identify(await aJwt({ iss: 'https://evil.example' }));
    expect(fetched).toEqual([]);
  });

  it('of a GHES are verified with the keys of that GHES', async () => {
    const { identify, fetched } = await anOidc([{ issuer: GHES, repository_ids: ['42'] }]);
    expect(outcomeOf(await identify(await aJwt({ iss: GHES })))).toBe('admitted');
    expect(fetched).toEqual([`${GHES}/.well-known/jwks`]);
    expect(outcomeOf(await identify(await aJwt({ jti: 'other' })))).toBe('forbidden');
  });

  it('of a GHES are not accepted for a github.com repository of the same ID', async () => {
    const { identify } = await anOidc([{ repository_ids: ['42'] }]);
    expect(outcomeOf(await identify(await aJwt({ iss: GHES })))).toBe('forbidden');
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new Error('down'))],
    ['has no keys', async () => ({ keys: [] })],
    ['answers with garbage', async () => '<html>'],
    ['answers without end', async () => `{"keys":[${' '.repeat(1024 * 1024)}]}`],
    [
      'has published none of this id since the last look',
      async () => ({ keys: [await jwkOf(stranger, 'k0')] }),
    ],
  ])('are not called bad while their issuer %s: 503, and it heals by itself', async (_what, broken) => {
    let isBroken = true;
    const { identify } = await anOidc([{ repository_ids: ['42'] }], async () =>
      isBroken ? broken() : { keys: [await jwkOf(signer, 'k1')] },
    );
    await identify(await aJwt({ jti: 'earlier' })).catch(() => undefined);
    await expect(identify(await aJwt())).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 30,
    });
    isBroken = false;
    const later = Date.now() + 31_000;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
    const healed = await identify(await aJwt({ jti: 'healed' }));
    clock.mockRestore();
    expect(outcomeOf(healed)).toBe('admitted');
  });

  it.each(['repository', 'ref', 'environment', 'event_name', 'jti'])(
    'with a control character in the claim %s are malformed',
    async (claim) => {
      const { identify } = await anOidc([{ repository_ids: ['42'] }]);
      await expect(identify(await aJwt({ [claim]: 'a\u0000b' }))).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining(claim),
      });
    },
  );
});

describe('policies', () => {
  const admitted = async (policy: PolicyDocument, claims: Claims = {}) => {
    const { identify } = await anOidc([policy]);
    return outcomeOf(await identify(await aJwt(claims)));
  };

  it('admit nobody when there are none', async () => {
    const { identify } = await anOidc([]);
    const result = await identify(await aJwt());
    expect(result).toMatchObject({
      refused: 'forbidden',
      message: expect.stringContaining('repository 42 of owner 7'),
    });
  });

  it('match IDs, never the text of sub or the name of a repository', async () => {
    expect(await admitted({ repository_ids: ['43'] }, { sub: 'repo:43', repository: '43/43' })).toBe(
      'forbidden',
    );
    expect(await admitted({ repository_owner_ids: ['7'] })).toBe('admitted');
  });

  it.each(['pull_request_target', 'workflow_run', 'issue_comment', 'watch', 'an_event_of_tomorrow'])(
    'refuse %s unless they name it',
    async (event_name) => {
      expect(await admitted({ repository_ids: ['42'] }, { event_name })).toBe('forbidden');
      expect(await admitted({ repository_ids: ['42'], events: [event_name] }, { event_name })).toBe(
        'admitted',
      );
    },
  );

  it.each(['push', 'pull_request', 'schedule', 'workflow_dispatch', 'merge_group', 'release'])(
    'admit %s when they name no event, in exactly this spelling',
    async (event_name) => {
      const policy = { repository_ids: ['42'] };
      expect(await admitted(policy, { event_name })).toBe('admitted');
      expect(await admitted(policy, { event_name: event_name.toUpperCase() })).toBe('forbidden');
      expect(await admitted(policy, { event_name: ` ${event_name}` })).toBe('forbidden');
    },
  );

  it('say which condition of the closest policy was not met', async () => {
    const policies = [{ repository_ids: ['1'] }, { repository_ids: ['42'], refs: ['refs/heads/main'] }];
    const { identify } = await anOidc(policies);
    const messageFor = async (claims: Claims) => {
      const result = await identify(await aJwt(claims));
      return 'message' in result ? result.message : '';
    };
    expect(await messageFor({ repository_id: '9' })).toMatch(/no policy .* repository 9 of owner 7/);
    expect(await messageFor({ event_name: 'workflow_run' })).toMatch(
      /admits repository 42 .* event workflow_run/,
    );
    expect(await messageFor({ ref: 'refs/heads/fork' })).toMatch(/admits repository 42 .* refs\/heads\/fork/);
  });

  it.each([
    ['refs/heads/main', 'refs/heads/main', 'admitted'],
    ['refs/heads/main', 'refs/heads/main2', 'forbidden'],
    ['refs/heads/release/*', 'refs/heads/release/1/2', 'admitted'],
    ['refs/heads/release/*', 'refs/tags/release/1', 'forbidden'],
    ['refs/*/v*-final', 'refs/tags/v1-final', 'admitted'],
    ['a*a', 'a', 'forbidden'],
  ])('with the ref %s meet %s: %s', async (pattern, ref, outcome) => {
    expect(await admitted({ repository_ids: ['42'], refs: [pattern] }, { ref })).toBe(outcome);
  });

  it('with an environment admit only jobs of that environment', async () => {
    const policy = { repository_ids: ['42'], environments: ['production'] };
    expect(await admitted(policy)).toBe('forbidden');
    expect(await admitted(policy, { environment: 'production' })).toBe('admitted');
  });
});
