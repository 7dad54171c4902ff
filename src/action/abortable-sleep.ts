import { HttpFailure } from './http/types.js';

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** A sleep that rejects as `cancelled`, with this message, as soon as its signal is aborted. */
export function abortableSleep(message: string): Sleep {
  return (ms, signal) =>
    new Promise((resolve, reject) => {
      const onAbort = () => {
        clearTimeout(timer);
        reject(new HttpFailure('cancelled', message));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort, { once: true });
    });
}
