import type { Engine, Steps } from './engine.js';

/** Questions that share a transaction at most: others must have their turn in between. */
const MAX_TOGETHER = 64;

type Waiting<Q, A> = { question: Q; answered: (answer: A) => void; fail: (error: unknown) => void };

export type Together<Q, A> = {
  /** Begins a transaction of the kind that the questions need. */
  atomically: Engine['atomically'];
  /** Answers questions in their order. */
  answer: (questions: readonly Q[], nowMs: number) => Steps<A[]>;
  isOwnFault: Engine['isOwnFault'];
};

/**
 * Answers questions that come in during one turn of the event loop, or while those before them are answered, in
 * one transaction, so that they can share what they read and write. When one of them makes that fail, each is
 * tried alone: it must not take its neighbours along.
 */
export function createQueue<Q, A>(together: Together<Q, A>): (question: Q) => Promise<A> {
  const { atomically, answer, isOwnFault } = together;
  const waiting: Waiting<Q, A>[] = [];
  let isAnswering = false;
  const alone = (one: Waiting<Q, A>) =>
    atomically((nowMs) => answer([one.question], nowMs)).then(
      ([first]) => one.answered(first as A),
      one.fail,
    );
  const answerGroup = async (): Promise<void> => {
    let group: Waiting<Q, A>[] = [];
    try {
      const answers = await atomically((nowMs) => {
        // Only now, when the transaction begins, because more may have come in since it was asked for.
        if (group.length === 0) group = waiting.splice(0, MAX_TOGETHER);
        const questions = group.map(({ question }) => question);
        return answer(questions, nowMs);
      });
      for (const [index, one] of group.entries()) one.answered(answers[index] as A);
    } catch (error) {
      if (group.length > 1 && isOwnFault(error)) return void (await Promise.all(group.map(alone)));
      // When not even the transaction began, nobody has been taken out of the queue.
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
      if (!isAnswering) void answerAll();
    });
}
