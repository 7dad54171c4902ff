import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aClaim, claim, lenders, TEST_KEY } from './builders.js';

const folder = mkdtempSync(join(tmpdir(), 'token-pool-closing-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('closing a store', () => {
  it('finishes earlier lease requests, and refuses later ones', async () => {
    const url = join(folder, 'pool.sqlite');
    const open = () => openStore({ url, vault: createVault([TEST_KEY]) });
    const store = await open();
    await lenders(store, 3);
    const asked = Array.from({ length: 150 }, () => claim(store, aClaim()));
    await store.close();
    const granted = (await Promise.all(asked)).flat().map((lease) => lease.leaseId);
    await expect(claim(store, aClaim())).rejects.toThrow();
    const reopened = await open();
    const kept = await reopened.leases.page({ sinceMs: 0, limit: 1000 });
    await reopened.close();
    expect(granted.length).toBeGreaterThan(0);
    expect(kept.map((lease) => lease.id).sort()).toEqual(granted.sort());
  });
});
