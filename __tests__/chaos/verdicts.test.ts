import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PromiseBroken, NotRun, openResources, runExperiment } from '../../chaos/run-experiment.js';
import { renderMarkdown, renderText } from '../../chaos/table.js';
import type { Findings } from '../../chaos/types.js';

const KEPT: Findings = { violations: [], figures: ['5 leases'], answers: [] };

describe('the verdict on an experiment', () => {
  let resources: ReturnType<typeof openResources>;
  beforeAll(() => {
    resources = openResources({ loadMs: 1, soakMs: 1, progress: () => undefined });
  });
  afterAll(() => resources.close());

  const verdictOn = (name: string, run: () => Promise<Findings>) =>
    runExperiment(resources, { name, fault: 'one', run });

  it('reports an experiment without the privileges it needs as not run, and does not count it as held', async () => {
    const verdicts = [
      await verdictOn('kept', async () => KEPT),
      await verdictOn('lacking', () => Promise.reject(new NotRun('needs root'))),
      await verdictOn('found', () => Promise.reject(new PromiseBroken('a lease was lost'))),
      await verdictOn('failed', () => Promise.reject(new Error('no port'))),
    ];
    expect(renderMarkdown(verdicts).split('\n').slice(2)).toEqual([
      '| kept | one |  | 5 leases | holds |',
      '| lacking | one |  |  | not run: needs root |',
      '| found | one |  |  | BROKEN |',
      '| failed | one |  |  | BROKEN |',
    ]);
    expect(renderText(verdicts).split('\n').slice(-4)).toEqual([
      '',
      'found: a lease was lost',
      'failed: the experiment failed: no port',
      '1 hold, 2 broken, 1 not run',
    ]);
  });
});
