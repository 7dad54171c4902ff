import type { Excuse, History } from './types.js';

/** Until `work` ends, the pool may refuse requests and report that it is not ready. */
export function duringFault<T>(history: Pick<History, 'excuses'>, work: () => Promise<T>): Promise<T> {
  return recordExcuse(history, 'refusals', work);
}

/** Until `work` ends, stopping servers may report that they are not ready; they may not refuse requests. */
export function duringShutdown<T>(history: Pick<History, 'excuses'>, work: () => Promise<T>): Promise<T> {
  return recordExcuse(history, 'closing', work);
}

async function recordExcuse<T>(
  { excuses }: Pick<History, 'excuses'>,
  of: Excuse['of'],
  work: () => Promise<T>,
): Promise<T> {
  const excuse: Excuse = { of, fromMs: Date.now(), untilMs: Number.POSITIVE_INFINITY };
  excuses.push(excuse);
  try {
    return await work();
  } finally {
    excuse.untilMs = Date.now();
  }
}
