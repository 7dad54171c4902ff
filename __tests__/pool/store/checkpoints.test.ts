import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aClaim, lenders, TEST_KEY } from './builders.js';

const folder = mkdtempSync(join(tmpdir(), 'token-pool-checkpoints-'));
const MIB = 1024 * 1024;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the log of a server's SQLite file", () => {
  it('is moved to the file and begun anew by a thread, however long leases go on', async () => {
    const url = join(folder, 'pool.sqlite');
    const store = await openStore({ url, vault: createVault([TEST_KEY]), checkpointThread: true });
    await lenders(store, 3);
    const claims = Array.from({ length: 64 }, () => aClaim({ need: 0 }));
    const written = () => statSync(`${url}-wal`).size;
    const fileBefore = statSync(url).size;
    let granted = 0;
    let largest = 0;
    let turns = 0;
    // Well below what the connection would move by itself: if the file grows now, the thread has done it.
    for (; written() < 24 * MIB; turns += 1) {
      granted += (await Promise.all(claims.map((claim) => store.leases.claim(fresh(claim, turns))))).flat()
        .length;
    }
    const deadlineMs = Date.now() + 20_000;
    while (statSync(url).size === fileBefore && Date.now() < deadlineMs) await setTimeout(20);
    expect(statSync(url).size).toBeGreaterThan(fileBefore);
    expect(written()).toBeLessThan(48 * MIB);
    // Far more than the 64 MiB from which on the log begins anew.
    for (let turn = turns; turn < 600; turn += 1) {
      const leases = await Promise.all(claims.map((claim) => store.leases.claim(fresh(claim, turn))));
      granted += leases.flat().length;
      largest = Math.max(largest, written());
    }
    expect(granted).toBe(600 * 64);
    expect(statSync(url).size).toBeGreaterThan(fileBefore + 5 * MIB);
    expect(largest).toBeLessThan(200 * MIB);
    await store.close();
    const reopened = new DatabaseSync(url);
    expect(reopened.prepare('select count(*) as leases from leases').get()).toEqual({ leases: granted });
    reopened.close();
  }, 60_000);
});

function fresh(claim: ReturnType<typeof aClaim>, turn: number): ReturnType<typeof aClaim> {
  return { ...claim, leaseIds: claim.leaseIds.map((id) => `${id}-${turn}`) };
}
