import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startUpkeep } from '../../../src/pool/owners/upkeep.js';
import { addToken } from '../../../src/pool/owners/add-token.js';
import type { UpkeepDeps } from '../../../src/pool/owners/types.js';
import { aFixture, type Fixture } from './owners-fixture.js';

const DEADLINE_MS = 10_000;

/** Yields to the event loop until the condition holds. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error('it did not come about in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the work in the background', () => {
  let fixture: Fixture;
  /** Waits end at the next turn of the event loop, and at once when the loop is stopped. */
  const turns: UpkeepDeps['sleep'] = (_ms, signal) =>
    signal.aborted ? Promise.resolve() : new Promise((resolve) => setImmediate(resolve));

  beforeEach(async () => {
    fixture = await aFixture();
  });
  afterEach(() => fixture.close());

  it('probes and mints, and releases its locks when it is stopped', async () => {
    const app = fixture.github.addApp();
    fixture.github.addInstallation(app);
    const { apiUrl } = fixture.github;
    await fixture.store.apps.put({ appId: app.id, name: 'lender', apiUrl, privateKey: app.privateKey });

    const loop = startUpkeep({ ...fixture.deps, sleep: turns });
    await until(async () => {
      const [owner] = await fixture.store.owners.list();
      return owner !== undefined && (await fixture.store.budgets.find(owner.id, 'graphql')) !== undefined;
    });
    await loop.stop();

    for (const lock of ['prober', 'minter']) {
      expect(await fixture.store.locks.acquire(lock, 'another', 1000)).toBe(true);
    }
  });

  it('stops soon even while GitHub does not answer', async () => {
    const { token } = fixture.github.addToken(fixture.github.addUser());
    await addToken(fixture.deps, { token, origin: 'cli' });
    fixture.github.setFault({ match: { path: '/rate_limit' }, effect: { kind: 'silence' } });
    let asked = false;
    const upstream: UpkeepDeps['upstream'] = (apiUrl) => {
      asked = true;
      return fixture.deps.upstream(apiUrl);
    };

    const loop = startUpkeep({ ...fixture.deps, upstream, sleep: turns });
    await until(async () => asked);
    const stoppingAtMs = Date.now();
    await loop.stop();

    expect(Date.now() - stoppingAtMs).toBeLessThan(3000);
  });

  it('goes on after a failed round, and logs it without quoting the fault', async () => {
    const { token } = fixture.github.addToken(fixture.github.addUser());
    const taken = await addToken(fixture.deps, { token, origin: 'cli' });
    const ownerId = 'ownerId' in taken ? taken.ownerId : '';
    let faults = 2;
    const owners = {
      ...fixture.store.owners,
      dueForProbe: (limit: number) => {
        faults -= 1;
        if (faults >= 0) throw new Error(`select * from tokens where sealed = '${token}'`);
        return fixture.store.owners.dueForProbe(limit);
      },
    };

    const loop = startUpkeep({ ...fixture.deps, sleep: turns, store: { ...fixture.store, owners } });
    await until(async () => (await fixture.store.budgets.find(ownerId, 'graphql')) !== undefined);
    await loop.stop();

    expect(fixture.logged.join('\n')).toMatch(/a round of the prober failed/);
    expect(fixture.logged.join('\n')).not.toContain(token);
  });
});
