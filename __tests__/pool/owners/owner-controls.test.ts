import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OAuthClient } from '../../../src/pool/github/types.js';
import { addToken } from '../../../src/pool/owners/add-token.js';
import { createOwnerControls, type OwnerControls } from '../../../src/pool/owners/owner-controls.js';
import { revokeRound } from '../../../src/pool/owners/revocation.js';
import type { User } from '../../../testkit/github/types.js';
import { aFixture, type Fixture, HOUR } from './owners-fixture.js';

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

  it('can pause and resume, with fresh figures soon after', async () => {
    const { ownerId } = await join();

    await controls.pause(ownerId);
    expect((await fixture.store.owners.find(ownerId))?.paused).toBe(true);
    await fixture.store.owners.probed(ownerId, fixture.clock.nowMs() + 1e9);
    await controls.resume(ownerId);

    expect((await fixture.store.owners.find(ownerId))?.paused).toBe(false);
    expect((await fixture.store.owners.dueForProbe(5)).map(({ id }) => id)).toEqual([ownerId]);
  });

  it('is the reserve, within limits', async () => {
    const { ownerId } = await join();

    await controls.setReserve(ownerId, 0.55);
    expect((await fixture.store.owners.find(ownerId))?.reserve).toBe(0.55);
    await controls.setReserve(ownerId, 7);
    expect((await fixture.store.owners.find(ownerId))?.reserve).toBe(1);
    await controls.setReserve(ownerId, null);
    expect((await fixture.store.owners.find(ownerId))?.reserve).toBeNull();
  });

  it('is to leave: tokens are deleted, and the grant is revoked at GitHub', async () => {
    const { token, ownerId, tokenId } = await join();
    const elsewhere = fixture.github.addToken(ada, { kind: 'oauth', clientId: client.clientId }).token;

    const result = await controls.leave(ownerId);

    expect(result).toEqual({ revocation: 'revoked' });
    expect([token, elsewhere].map((one) => fixture.github.isAlive(one))).toEqual([false, false]);
    expect(await fixture.store.tokens.open(tokenId)).toBeUndefined();
    expect((await fixture.store.owners.find(ownerId))?.login).toBe('');
  });

  it('is to leave even when GitHub cannot be reached; the pool retries until GitHub confirms', async () => {
    const { ownerId, tokenId, token } = await join();
    const faults = [502, 400, 401].map((status) => ({ kind: 'status', status }) as const);

    const repair = fixture.github.setFault({ effect: { kind: 'status', status: 503 } });
    expect(await controls.leave(ownerId)).toEqual({
      revocation: 'pending',
      why: 'GitHub answered with status 503',
    });
    expect(await fixture.store.tokens.open(tokenId)).toBeUndefined();
    repair();
    for (const effect of faults) {
      const removeFault = fixture.github.setFault({ effect });
      fixture.clock.advance(6 * HOUR);
      expect(await revokeRound(fixture.deps)).toBe(0);
      removeFault();
    }
    expect(fixture.github.isAlive(token)).toBe(true);
    expect(fixture.logged.join('\n')).toMatch(/could not be revoked at GitHub.*retried in/);

    fixture.clock.advance(6 * HOUR);
    expect(await revokeRound(fixture.deps)).toBe(1);

    expect(fixture.github.isAlive(token)).toBe(false);
    expect(await fixture.store.revocations.list()).toEqual([]);
    expect((await fixture.store.audit.list(1))[0]).toMatchObject({
      action: 'token.revoked',
      detail: 'grant',
    });
    expect(fixture.logged.join('\n')).not.toContain(token);
  });

  it('is complete when GitHub no longer knows the token, as after a lost answer', async () => {
    const { ownerId, token } = await join();
    const repair = fixture.github.setFault({ effect: { kind: 'reset' } });
    expect(await controls.leave(ownerId)).toEqual({
      revocation: 'pending',
      why: expect.stringMatching(/connection failed/),
    });
    expect(fixture.github.isAlive(token)).toBe(false);
    repair();

    fixture.clock.advance(HOUR);

    expect(await revokeRound(fixture.deps)).toBe(1);
    expect(await fixture.store.revocations.list()).toEqual([]);
  });

  it('keeps the new token of a returning owner when the old one is revoked late', async () => {
    const old = await join();
    const repair = fixture.github.setFault({ effect: { kind: 'status', status: 502 } });
    await controls.leave(old.ownerId);
    repair();
    const fresh = await join();

    fixture.clock.advance(HOUR);
    await revokeRound(fixture.deps);

    expect([old.token, fresh.token].map((one) => fixture.github.isAlive(one))).toEqual([false, true]);
  });

  it('does not include an old pause after joining again', async () => {
    const { ownerId } = await join();
    await controls.pause(ownerId);
    await controls.leave(ownerId);

    await join();

    expect(await fixture.store.owners.find(ownerId)).toMatchObject({ paused: false, status: 'active' });
  });

  it('is to remove one token, revoking only that one, and never a PAT', async () => {
    const [mine, pat] = [await join(), await join('cli')];

    expect(await controls.removeToken(mine.tokenId)).toEqual({ revocation: 'revoked' });
    expect(await controls.removeToken(pat.tokenId)).toEqual({ revocation: 'not_ours' });
    expect(await controls.removeToken(999)).toBeUndefined();

    expect(fixture.github.isAlive(mine.token)).toBe(false);
    expect(fixture.github.isAlive(pat.token)).toBe(true);
    expect(await fixture.store.tokens.list()).toEqual([]);
  });

  it('is in the audit log', async () => {
    const { ownerId } = await join();

    await controls.pause(ownerId);
    await controls.resume(ownerId);
    await controls.leave(ownerId);

    const events = (await fixture.store.audit.list(10)).map(({ actor, action }) => `${actor} ${action}`);
    expect(events).toEqual([
      'contributor owner.left',
      'pool token.revoked',
      'contributor owner.resumed',
      'contributor owner.paused',
    ]);
  });
});
