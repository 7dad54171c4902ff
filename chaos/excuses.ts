import type { Excuse, History } from './types.js';

/** While this works, the pool is broken by what it does: it may refuse, and say that it is not ready. */
export function whileBroken<T>(history: Pick<History, 'excuses'>, work: () => Promise<T>): Promise<T> {
  return excused(history, 'refusals', work);
}

/** While this works, servers are told to stop, and may say so at `/readyz`; jobs must not notice. */
export function whileClosing<T>(history: Pick<History, 'excuses'>, work: () => Promise<T>): Promise<T> {
  return excused(history, 'closing', work);
}

async function excused<T>(
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
