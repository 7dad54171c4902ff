import type { Engine, Steps } from './engine.js';

/** Claims that share a transaction at most: others must have their turn in between. */
const MAX_TOGETHER = 64;

type Waiting<Q, A> = { question: Q; answer: (answer: A) => void; fail: (error: unknown) => void };
type Together<Q, A> = (questions: readonly Q[], nowMs: number) => Steps<A[]>;

/**
 * Answers questions that come in during one turn of the event loop in one transaction, so that they can share
 * what they read and write. When that fails, each is tried alone: one must not take its neighbours along.
 */
export function createClaimQueue<Q, A>(
  engine: Pick<Engine, 'atomically'>,
  together: Together<Q, A>,
): (question: Q) => Promise<A> {
  let waiting: Waiting<Q, A>[] = [];
  const alone = (one: Waiting<Q, A>) =>
    engine
      .atomically((nowMs) => together([one.question], nowMs))
      .then(([answer]) => one.answer(answer as A), one.fail);
  const flush = async (): Promise<void> => {
    let group: Waiting<Q, A>[] = [];
    try {
      const answers = await engine.atomically((nowMs) => {
        // Only now, when the transaction begins, because more may have come in since it was asked for.
        group = waiting.slice(0, MAX_TOGETHER);
        waiting = waiting.slice(MAX_TOGETHER);
        if (waiting.length > 0) void flush();
        return together(
          group.map(({ question }) => question),
          nowMs,
        );
      });
      for (const [index, one] of group.entries()) one.answer(answers[index] as A);
    } catch (error) {
      if (group.length > 1) {
        for (const one of group) void alone(one);
        return;
      }
      // When not even the transaction began, nobody has been taken out of the queue.
      const failed = group.length > 0 ? group : waiting;
      if (failed === waiting) waiting = [];
      for (const one of failed) one.fail(error);
    }
  };
  return (question) =>
    new Promise((answer, fail) => {
      waiting.push({ question, answer, fail });
      if (waiting.length === 1) void flush();
    });
}
