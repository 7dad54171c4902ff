import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBench, perform } from '../../chaos/bench.js';
import { EXPERIMENTS } from '../../chaos/experiments.js';

/** The cheapest ones, in short; `npm run chaos` performs all. */
const SHORT = ['a server on SQLite is killed', 'GitHub answers 401'];

describe('in short, while jobs lease', () => {
  let bench: ReturnType<typeof openBench>;
  beforeAll(() => {
    bench = openBench({ loadMs: 1000, soakMs: 1000, progress: () => undefined });
  });
  afterAll(() => bench.close());

  it.each(SHORT)('%s, and every promise is kept', async (name) => {
    const experiment = EXPERIMENTS.find((each) => each.name === name);
    if (!experiment) throw new Error('there is no such experiment');
    const { violations, answers } = await perform(bench, experiment);
    expect(violations).toEqual([]);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
  });
});
