import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { copyStore } from '../../../src/pool/store/copy-store.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { newDatabase } from '../../run/databases.js';
import { aLender, claimOne, TEST_KEY } from './builders.js';
import { storeConformance } from './conformance.js';
import { emptyDatabases } from './empty-databases.js';

describe('the store on PostgreSQL', () => {
  storeConformance({ newUrl: newDatabase, emptyUrl: emptyDatabases() });
});

describe('moving a pool from SQLite to PostgreSQL', () => {
  it('loses no lease, token or key, and continues the ids', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-pool-move-'));
    const vault = createVault([TEST_KEY]);
    const before = await openStore({ url: join(folder, 'pool.sqlite'), vault });
    const { token } = await aLender(before, 1);
    const { secret } = await before.keys.create({ name: 'ci', role: 'lease' });
    const { leaseId } = await claimOne(before, { need: 321 });
    await before.close();
    const url = await newDatabase();
    await copyStore(join(folder, 'pool.sqlite'), url);
    const after = await openStore({ url, vault });
    expect(await after.leases.find(leaseId)).toMatchObject({ state: 'open', need: 321 });
    expect((await after.tokens.open(token.id))?.token).toMatch(/^gho_/);
    expect((await after.keys.findBySecret(secret))?.name).toBe('ci');
    expect((await aLender(after, 2)).token.id).toBeGreaterThan(token.id);
    await after.close();
    await expect(copyStore(join(folder, 'pool.sqlite'), url)).rejects.toThrow(/give an empty one/);
    rmSync(folder, { recursive: true, force: true });
  });
});
