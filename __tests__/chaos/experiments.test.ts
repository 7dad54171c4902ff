import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openResources, runExperiment } from '../../chaos/run-experiment.js';
import { EXPERIMENTS } from '../../chaos/experiments.js';

/** The cheapest ones; `npm run chaos` runs all. */
const SHORT = ['a server on SQLite is killed', 'GitHub answers 401'];

describe('a short experiment under load', () => {
  let resources: ReturnType<typeof openResources>;
  beforeAll(() => {
    resources = openResources({ loadMs: 1000, soakMs: 1000, progress: () => undefined });
  });
  afterAll(() => resources.close());

  it.each(SHORT)('keeps every promise while %s', async (name) => {
    const experiment = EXPERIMENTS.find((each) => each.name === name);
    if (!experiment) throw new Error(`no experiment is called ${name}`);
    const { violations, answers } = await runExperiment(resources, experiment);
    expect(violations).toEqual([]);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
  });
});
