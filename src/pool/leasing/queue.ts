import type { Transaction } from '../store/engine.js';
import type { Store } from '../store/types.js';

/** Requests that share a transaction at most; other transactions get their turn in between. */
const MAX_TOGETHER = 64;

type Waiting<R, A> = { request: R; answered: (answer: A) => void; fail: (error: unknown) => void };

/**
 * Answers requests that arrive together, or while others are being answered, in one transaction, so that they share
 * what is read. When bad data in one makes the transaction fail, each is tried alone, so the others still succeed.
 */
export function createQueue<R, A>(
  { transaction, isDataFault }: Pick<Store, 'transaction' | 'isDataFault'>,
  answer: (tx: Transaction, requests: readonly R[]) => Promise<A[]>,
): (request: R) => Promise<A> {
  const waiting: Waiting<R, A>[] = [];
  let isAnswering = false;
  const alone = (one: Waiting<R, A>) =>
    transaction((tx) => answer(tx, [one.request])).then(([first]) => one.answered(first as A), one.fail);
  const answerGroup = async (): Promise<void> => {
    let group: Waiting<R, A>[] = [];
    try {
      const answers = await transaction((tx) => {
        // Taken once the transaction has begun: more may have arrived while it waited for its lock.
        if (group.length === 0) group = waiting.splice(0, MAX_TOGETHER);
        return answer(
          tx,
          group.map(({ request }) => request),
        );
      });
      for (const [index, one] of group.entries()) one.answered(answers[index] as A);
    } catch (error) {
      if (group.length > 1 && isDataFault(error)) return void (await Promise.all(group.map(alone)));
      // Without a group the transaction never began, and everybody is still waiting.
      const failed = group.length > 0 ? group : waiting.splice(0);
      for (const one of failed) one.fail(error);
    }
  };
  const answerAll = async (): Promise<void> => {
    isAnswering = true;
    while (waiting.length > 0) await answerGroup();
    isAnswering = false;
  };
  return (request) =>
    new Promise((answered, fail) => {
      waiting.push({ request, answered, fail });
      // Requests of the same turn of the event loop are answered together.
      if (!isAnswering) {
        isAnswering = true;
        setImmediate(() => void answerAll());
      }
    });
}
