import { setImmediate } from 'node:timers/promises';
import { withDeadline } from './deadline.js';

/** A lock within the process, granted in order of arrival. */
export type Mutex = {
  acquire(): Promise<() => void>;
  /** Throws the given error when that takes longer. */
  acquireWithin(ms: number, late: () => Error): Promise<() => void>;
  exclusively<T>(work: () => Promise<T> | T): Promise<T>;
  isHeld(): boolean;
};

export function createMutex(): Mutex {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const acquire = async (): Promise<() => void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = last;
    last = promise;
    waiting += 1;
    await before;
    return () => {
      waiting -= 1;
      resolve();
    };
  };
  return {
    acquire,
    async acquireWithin(ms, late) {
      const turn = acquire();
      try {
        return await withDeadline(ms, turn, late);
      } catch (error) {
        void turn.then((release) => release());
        throw error;
      }
    },
    isHeld: () => waiting > 0,
    async exclusively(work) {
      const release = await acquire();
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}

/** After this many idle turns of the event loop no earlier work can cause more. */
const QUIET_TURNS = 5;

/** Resolves once nothing has been busy for some turns of the event loop. */
export async function quiet(isBusy: () => boolean): Promise<void> {
  for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
    await setImmediate();
    if (isBusy()) turns = 0;
  }
}
