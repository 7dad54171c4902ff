import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { toPoolError } from '../../../src/pool/faults/pool-error.js';
import type { Transaction } from '../../../src/pool/store/engine.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { openPostgres } from '../../../src/pool/store/engines/postgres.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { newDatabase } from '../../run/databases.js';
import { aClaim, aLender, claim, claimOne, lenders, TEST_KEY } from './builders.js';

const OTHERS = `from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
  and application_name = 'token-pool'`;

describe('the connection to PostgreSQL', () => {
  it('reconnects when the server closes it', async () => {
    const url = await newDatabase();
    const broken: Error[] = [];
    const onIdleError = (error: Error) => void broken.push(error);
    const store = await openStore({ url, vault: createVault([TEST_KEY]), onIdleError });
    await aLender(store, 1);
    const operator = openPostgres(url);
    await operator.rows(`select pg_terminate_backend(pid) ${OTHERS}`);
    const untilMs = Date.now() + 10_000;
    while (broken.length === 0 && Date.now() < untilMs) await new Promise((done) => setTimeout(done, 10));
    expect((await claimOne(store)).leaseId).toMatch(/^lease-/);
    await Promise.all([store.close(), operator.close()]);
  });

  it('can break at any moment without crashing the process, and leasing continues at once', async () => {
    const url = await newDatabase();
    const store = await openStore({ url, vault: createVault([TEST_KEY]), onIdleError: () => undefined });
    await lenders(store, 3);
    const operator = openPostgres(url, { onIdleError: () => undefined });
    const ended: Promise<unknown>[] = [];
    for (let round = 0; round < 12; round += 1) {
      const claims = Array.from({ length: 24 }, () => claim(store, aClaim({ need: 1 })));
      ended.push(...claims.map((each) => each.catch(toPoolError)));
      await operator.rows('select pg_sleep(0.01)');
      // Waits until they have ended; otherwise a closed connection could be used once more.
      await operator.rows(`select pg_terminate_backend(pid, 10000) ${OTHERS}`);
    }
    const faults = (await Promise.all(ended)).filter((result) => result instanceof Error);
    await operator.rows('select 1');
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatchObject({ code: 'unavailable' });
    expect(await claim(store, aClaim({ need: 1 }))).toHaveLength(1);
    await Promise.all([store.close(), operator.close()]);
  });

  it('is not used again when it leads to a standby that cannot write', async () => {
    const url = await newDatabase();
    const store = await openStore({ url, vault: createVault([TEST_KEY]) });
    await lenders(store, 2);
    const name = new URL(url).pathname.slice(1);
    const operator = openPostgres(url);
    await operator.rows(`alter database ${name} set default_transaction_read_only = on`);
    await operator.rows(`select pg_terminate_backend(pid) ${OTHERS}`).catch(() => undefined);
    const fault = await claim(store, aClaim()).then(
      () => claim(store, aClaim()).catch(toPoolError),
      toPoolError,
    );
    expect(fault).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    expect(await store.ping().catch(toPoolError)).toMatchObject({ code: 'unavailable' });
    // The operator's own session began before the change.
    await operator.rows(`alter database ${name} set default_transaction_read_only = off`);
    expect(await claim(store, aClaim())).toHaveLength(1);
    await store.ping();
    await Promise.all([store.close(), operator.close()]);
  });

  it('is the only one of its process that waits for the lock', async () => {
    const url = await newDatabase();
    const [engine, operator] = [openPostgres(url), openPostgres(url)];
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const work = Array.from({ length: 5 }, () => engine.transaction(() => held));
    const most = { count: 0 };
    for (let looks = 0; looks < 100; looks += 1) {
      const [row] = await operator.rows<{ count: number }>(
        `select count(*) as count from pg_locks join pg_database on pg_database.oid = database
         where locktype = 'advisory' and datname = current_database()`,
      );
      most.count = Math.max(most.count, row?.count ?? 0);
    }
    expect(most.count).toBe(1);
    release();
    await Promise.all(work);
    await Promise.all([engine.close(), operator.close()]);
  });

  it('is one of ten at most, however many requests arrive, and no statement runs forever', async () => {
    const engine = openPostgres(await newDatabase());
    const sleepy = Array.from({ length: 40 }, () => engine.rows('select pg_sleep(0.05)'));
    await Promise.all(sleepy);
    const [row] = await engine.rows<{ others: number }>(`select count(*) as others ${OTHERS}`);
    expect(row?.others).toBe(9);
    const [limit] = await engine.rows(`select current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle`);
    expect(limit).toEqual({ statement: '10s', idle: '5s' });
    await engine.close();
  });

  it('is refused without TLS when the URL requires TLS', async () => {
    const url = `${await newDatabase()}?sslmode=verify-full`;
    const opening = openStore({ url, vault: createVault([TEST_KEY]) });
    await expect(opening).rejects.toMatchObject({ code: 'NO_TLS' });
  });

  it('that a server closes without a word is an error with a code', async () => {
    const server = createServer((socket) => void socket.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const engine = openPostgres(`postgres://user@127.0.0.1:${port}/none`);
    const fault = await engine.rows('select 1').catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'ConnectionError', code: 'ECONNRESET' });
    expect(toPoolError(fault)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    await engine.close();
    server.close();
  });

  it('is reported to clients as an unavailable pool, without its address', async () => {
    const engine = openPostgres('postgres://user:hush@127.0.0.1:1/none');
    const fault = await engine.rows('select 1').catch(toPoolError);
    expect(fault).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    expect(String((fault as Error).message)).not.toMatch(/hush|127/);
    await engine.close();
  });

  it.each(['40P01', '40001', '25P03', '25006', '42P01', '42703', '57014', '57P01', '53300'])(
    'is told so as well when a transaction ends with %s however often it is tried',
    (code) => {
      const fault = toPoolError(Object.assign(new Error('of the database'), { code }));
      expect(fault).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    },
  );

  it('retries a transaction that failed because of concurrent ones', async () => {
    const engine = openPostgres(await newDatabase(), { random: () => 0 });
    let tries = 0;
    const done = engine.transaction(async ({ rows }) => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      await rows('select 1');
      return tries;
    });
    expect(await done).toBe(3);
    await engine.close();
  });

  it('lets one transaction at a time hold the allocation lock, in whatever process', async () => {
    const url = await newDatabase();
    const [engine, replica] = [openPostgres(url), openPostgres(url)];
    let inside = 0;
    let most = 0;
    const stay = async ({ rows }: Transaction) => {
      inside += 1;
      most = Math.max(most, inside);
      await rows('select pg_sleep(0.02)');
      inside -= 1;
    };
    await Promise.all([engine, replica, engine, replica].map((each) => each.transaction(stay)));
    expect(most).toBe(1);
    await Promise.all([engine.close(), replica.close()]);
  });
});
