import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OAuthClient } from '../../../src/pool/github/types.js';
import { addToken } from '../../../src/pool/owners/intake.js';
import { createOwnerControls, type OwnerControls } from '../../../src/pool/owners/membership.js';
import type { User } from '../../../testkit/github/types.js';
import { aFixture, type Fixture } from './owners-fixture.js';

describe('what an owner may decide', () => {
  let fixture: Fixture;
  let client: OAuthClient;
  let controls: OwnerControls;
  let ada: User;

  beforeEach(async () => {
    fixture = await aFixture({
      oauth: (github) => {
        client = github.addOAuthApp();
        return client;
      },
    });
    controls = createOwnerControls(fixture.deps, 'contributor');
    ada = fixture.github.addUser({ login: 'ada' });
  });
  afterEach(() => fixture.close());

  const join = async (origin: 'oauth' | 'cli' = 'oauth') => {
    const more =
      origin === 'oauth'
        ? ({ kind: 'oauth', clientId: client.clientId } as const)
        : ({ kind: 'pat_classic' } as const);
    const { token } = fixture.github.addToken(ada, more);
    const taken = await addToken(fixture.deps, { token, origin });
    if (taken.outcome === 'refused') throw new Error(taken.message);
    return { token, tokenId: taken.tokenId, ownerId: taken.ownerId };
  };

  it('is to pause and to come back, with fresh figures soon after', async () => {
    const { ownerId } = await join();

    await controls.pause(ownerId);
    expect((await fixture.store.owners.find(ownerId))?.paused).toBe(true);
    await fixture.store.owners.probed(ownerId, fixture.clock.nowMs() + 1e9);
    await controls.resume(ownerId);

    expect((await fixture.store.owners.find(ownerId))?.paused).toBe(false);
    expect((await fixture.store.owners.dueForProbe(5)).map(({ id }) => id)).toEqual([ownerId]);
  });

  it('is how much to keep, within sense', async () => {
    const { ownerId } = await join();

    await controls.setReserve(ownerId, 0.55);
    expect((await fixture.store.owners.find(ownerId))?.reserve).toBe(0.55);
    await controls.setReserve(ownerId, 7);
    expect((await fixture.store.owners.find(ownerId))?.reserve).toBe(1);
    await controls.setReserve(ownerId, null);
    expect((await fixture.store.owners.find(ownerId))?.reserve).toBeNull();
  });

  it('is to leave: tokens are forgotten here, and the grant is revoked at GitHub', async () => {
    const { token, ownerId, tokenId } = await join();
    const elsewhere = fixture.github.addToken(ada, { kind: 'oauth', clientId: client.clientId }).token;

    const result = await controls.leave(ownerId);

    expect(result).toEqual({ revoked: true });
    expect([token, elsewhere].map((one) => fixture.github.isAlive(one))).toEqual([false, false]);
    expect(await fixture.store.tokens.open(tokenId)).toBeUndefined();
    expect((await fixture.store.owners.find(ownerId))?.login).toBe('');
  });

  it('is to leave even when GitHub cannot be reached, and then it says that nothing was revoked', async () => {
    const { ownerId, tokenId, token } = await join();
    fixture.github.setFault({ effect: { kind: 'reset' } });

    const result = await controls.leave(ownerId);

    expect(result).toEqual({ revoked: false });
    expect(await fixture.store.tokens.open(tokenId)).toBeUndefined();
    expect(fixture.logged.join('\n')).toMatch(/could not be revoked at GitHub/);
    expect(fixture.logged.join('\n')).not.toContain(token);
  });

  it('is not met by an old pause when joining again', async () => {
    const { ownerId } = await join();
    await controls.pause(ownerId);
    await controls.leave(ownerId);

    await join();

    expect(await fixture.store.owners.find(ownerId)).toMatchObject({ paused: false, status: 'active' });
  });

  it('is to take back one token, revoking that one alone, and never a PAT that is not the pool’s to revoke', async () => {
    const [mine, pat] = [await join(), await join('cli')];

    expect(await controls.removeToken(mine.tokenId)).toBe(true);
    expect(await controls.removeToken(pat.tokenId)).toBe(true);
    expect(await controls.removeToken(999)).toBe(false);

    expect(fixture.github.isAlive(mine.token)).toBe(false);
    expect(fixture.github.isAlive(pat.token)).toBe(true);
    expect(await fixture.store.tokens.list()).toEqual([]);
  });

  it('is written down', async () => {
    const { ownerId } = await join();

    await controls.pause(ownerId);
    await controls.resume(ownerId);
    await controls.leave(ownerId);

    const events = (await fixture.store.audit.list(10)).map(({ actor, action }) => `${actor} ${action}`);
    expect(events).toEqual([
      'contributor owner.left',
      'contributor owner.resumed',
      'contributor owner.paused',
    ]);
  });
});
