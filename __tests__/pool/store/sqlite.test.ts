import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { toPoolError } from '../../../src/pool/faults/pool-error.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aClaim, claim, lenders, TEST_KEY } from './builders.js';
import { storeConformance } from './conformance.js';

const folder = mkdtempSync(join(tmpdir(), 'token-pool-sqlite-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the store on a SQLite file', () => {
  const newUrl = async () => {
    files += 1;
    return join(folder, `${files}.sqlite`);
  };
  storeConformance({ newUrl, emptyUrl: newUrl });
});

describe('a SQLite file that fails', () => {
  const vault = createVault([TEST_KEY]);

  it('is refused at the start when pages of it are damaged', async () => {
    const url = join(folder, 'damaged.sqlite');
    const store = await openStore({ url, vault });
    await lenders(store, 40);
    await store.close();
    const file = openSync(url, 'r+');
    const half = Math.floor(statSync(url).size / 2 / 4096) * 4096;
    writeSync(file, Buffer.alloc(half), 0, half, half);
    closeSync(file);
    await expect(openStore({ url, vault })).rejects.toThrow(/damaged|malformed/);
  });

  it('leases nothing and is not ready while it cannot be written, says so, and goes on afterwards', async () => {
    const url = join(folder, 'busy.sqlite');
    const store = await openStore({ url, vault });
    await lenders(store, 2);
    // Whoever holds the write lock for longer than a claim waits is as bad as a full disk.
    const other = new DatabaseSync(url);
    other.exec('begin immediate');
    const refused = await Promise.all([
      claim(store, aClaim()).catch(toPoolError),
      store.ping().catch(toPoolError),
    ]);
    other.exec('rollback');
    other.close();
    for (const fault of refused) expect(fault).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    expect(await claim(store, aClaim())).toHaveLength(1);
    await store.ping();
    await store.close();
  }, 30_000);

  it.each([
    ['full disk', 13],
    ['read-only file', 8],
    ['failed write', 10 | (3 << 8)],
    ['damaged page', 11],
  ])('is told to clients as a pool that is away for a moment: a %s', (_, errcode) => {
    const fault = Object.assign(new Error('of SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });
    expect(toPoolError(fault)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
  });
});
