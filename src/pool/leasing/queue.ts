import type { Transaction } from '../store/engine.js';
import type { Store } from '../store/types.js';

/** At most so many share a transaction, so that others get in between. */
const MAX_TOGETHER = 64;

type Waiting<Q, A> = { question: Q; answered: (answer: A) => void; fail: (error: unknown) => void };

/**
 * Answers questions that come in together, or while those before them are answered, in one transaction, so that they
 * share what is read. When the data of one makes that fail, each is tried alone: it must not take its neighbours along.
 */
export function createQueue<Q, A>(
  { transaction, isDataFault }: Pick<Store, 'transaction' | 'isDataFault'>,
  answer: (tx: Transaction, questions: readonly Q[]) => Promise<A[]>,
): (question: Q) => Promise<A> {
  const waiting: Waiting<Q, A>[] = [];
  let isAnswering = false;
  const alone = (one: Waiting<Q, A>) =>
    transaction((tx) => answer(tx, [one.question])).then(([first]) => one.answered(first as A), one.fail);
  const answerGroup = async (): Promise<void> => {
    let group: Waiting<Q, A>[] = [];
    try {
      const answers = await transaction((tx) => {
        // Only now, when the transaction has begun, because more may have come in since it was asked for.
        if (group.length === 0) group = waiting.splice(0, MAX_TOGETHER);
        return answer(
          tx,
          group.map(({ question }) => question),
        );
      });
      for (const [index, one] of group.entries()) one.answered(answers[index] as A);
    } catch (error) {
      if (group.length > 1 && isDataFault(error)) return void (await Promise.all(group.map(alone)));
      // The transaction never began: everybody is still in the queue.
      const failed = group.length > 0 ? group : waiting.splice(0);
      for (const one of failed) one.fail(error);
    }
  };
  const answerAll = async (): Promise<void> => {
    isAnswering = true;
    while (waiting.length > 0) await answerGroup();
    isAnswering = false;
  };
  return (question) =>
    new Promise((answered, fail) => {
      waiting.push({ question, answered, fail });
      // What comes in during the same turn of the event loop is answered with it.
      if (!isAnswering) {
        isAnswering = true;
        setImmediate(() => void answerAll());
      }
    });
}
