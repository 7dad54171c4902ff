import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiKey, NewApiKey } from '../store/records.js';
import type { Store } from '../store/types.js';
import { UsageError } from '../usage-error.js';

type MadeKey = { key: ApiKey; secret: string };
type KeysStore = Pick<Store, 'keys' | 'locks' | 'owners'>;

const LOCK = 'api keys';
const LOCK_MS = 10_000;
const TRY_AGAIN_MS = 20;

/** Makes a key whose name no other key in use has. */
export async function createNamedKey(store: KeysStore, wanted: NewApiKey): Promise<MadeKey> {
  return alone(store, async () => {
    const taken = (await store.keys.list()).some(
      ({ name, revokedAtMs }) => name === wanted.name && revokedAtMs === null,
    );
    if (taken) {
      const message = `there is a key called ${wanted.name} already: choose another name, or revoke that one first`;
      throw new UsageError(message, { code: 'conflict' });
    }
    return store.keys.create(wanted);
  });
}

/**
 * The keys that the first start of a new pool makes, once: whether "token-pool key create" came before the server or
 * after it, the pool has these keys and that one. Null when it is no first start.
 */
export async function createFirstKeys(store: KeysStore): Promise<{ lease: MadeKey; admin: MadeKey } | null> {
  return alone(store, async () => {
    const known = await store.keys.list();
    if (known.some(({ name }) => name === 'first') || (await store.owners.list()).length > 0) return null;
    return {
      lease: await store.keys.create({ name: 'first', role: 'lease' }),
      admin: await store.keys.create({ name: 'first-admin', role: 'admin' }),
    };
  });
}

/** One process at a time, so that what was looked up is still so when the key is made. */
async function alone<T>({ locks }: KeysStore, work: () => Promise<T>): Promise<T> {
  const holder = randomUUID();
  while (!(await locks.acquire(LOCK, holder, LOCK_MS))) await sleep(TRY_AGAIN_MS);
  try {
    return await work();
  } finally {
    await locks.release(LOCK, holder);
  }
}
