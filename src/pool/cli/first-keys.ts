import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiKey, NewApiKey } from '../store/records.js';
import type { Store } from '../store/types.js';
import { UsageError } from '../faults/usage-error.js';

type MadeKey = { key: ApiKey; secret: string };
type KeysStore = Pick<Store, 'keys' | 'locks' | 'settings'>;

/** Set while a command has created a pool that no server has been started on. */
const UNSTARTED = 'unstarted';

const LOCK = 'api keys';
const LOCK_MS = 10_000;
const TRY_AGAIN_MS = 20;

/** Creates a key with a name that no active key has. */
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
 * Creates the keys of a new pool at its first start, whether or not "token-pool key create" was run before. Null at later
 * starts.
 */
export async function createFirstKeys(store: KeysStore): Promise<{ lease: MadeKey; admin: MadeKey } | null> {
  return alone(store, async () => {
    const known = await store.keys.list();
    const isNew = known.length === 0 || (await store.settings.get(UNSTARTED)) === 'yes';
    if (!isNew || known.some(({ name }) => name === 'first')) return null;
    return {
      lease: await store.keys.create({ name: 'first', role: 'lease' }),
      admin: await store.keys.create({ name: 'first-admin', role: 'admin' }),
    };
  });
}

/** Marks a pool that a command created as not started yet. */
export async function markUnstarted(store: KeysStore): Promise<void> {
  if ((await store.keys.list()).length === 0) await store.settings.set(UNSTARTED, 'yes');
}

/** One process at a time, so that the name is still free when the key is created. */
async function alone<T>({ locks }: KeysStore, work: () => Promise<T>): Promise<T> {
  const holder = randomUUID();
  while (!(await locks.acquire(LOCK, holder, LOCK_MS))) await sleep(TRY_AGAIN_MS);
  try {
    return await work();
  } finally {
    await locks.release(LOCK, holder);
  }
}
