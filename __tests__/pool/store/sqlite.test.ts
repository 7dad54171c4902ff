import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { toPoolError } from '../../../src/pool/faults/pool-error.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { checkpointPages } from '../../../src/pool/store/engines/sqlite-log.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aClaim, claim, lenders, TEST_KEY } from './builders.js';
import { storeConformance } from './conformance.js';
import { migratedFile } from './migrated-file.js';

const folder = mkdtempSync(join(tmpdir(), 'token-pool-sqlite-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the store on a SQLite file', () => {
  const newUrl = async () => {
    files += 1;
    return join(folder, `${files}.sqlite`);
  };
  storeConformance({ newUrl, emptyUrl: migratedFile });
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

  it('leases nothing and is not ready while it cannot be written, then recovers', async () => {
    const url = join(folder, 'busy.sqlite');
    const store = await openStore({ url, vault });
    await lenders(store, 2);
    // A write lock held for longer than a claim waits is as bad as a full disk.
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

  it('is read while another process writes to it, and blocks writers for 5 s at most', async () => {
    const url = join(folder, 'shared.sqlite');
    const store = await openStore({ url, vault });
    await lenders(store, 2);
    const other = new DatabaseSync(url);
    other.exec('begin immediate');
    const startedMs = performance.now();
    const refused = [claim(store, aClaim()), store.settings.set('a', 'b'), claim(store, aClaim())].map(
      (each) =>
        each.then(
          () => 0,
          () => performance.now() - startedMs,
        ),
    );
    const unready = store.ping().catch(() => performance.now() - startedMs);
    expect(await store.owners.list()).toHaveLength(2);
    expect(performance.now() - startedMs).toBeLessThan(2000);
    expect(await unready).toBeLessThan(4000);
    for (const tookMs of await Promise.all(refused)) {
      expect(tookMs).toBeGreaterThan(4900);
      expect(tookMs).toBeLessThan(7000);
    }
    other.exec('rollback');
    other.close();
    await store.close();
  }, 30_000);

  it('limits its log to an eighth of a small disk', () => {
    const mib = 1024 * 1024;
    expect([0, 8 * mib, 64 * mib, 1e12, Number.POSITIVE_INFINITY].map(checkpointPages)).toEqual([
      64, 256, 2048, 4096, 4096,
    ]);
  });

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
