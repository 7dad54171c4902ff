import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Broken, NotRun, openBench, perform } from '../../chaos/bench.js';
import { renderMarkdown, renderText } from '../../chaos/table.js';
import type { Findings } from '../../chaos/types.js';

const KEPT: Findings = { violations: [], figures: ['5 leases'], answers: [] };

describe('the verdict on an experiment', () => {
  let bench: ReturnType<typeof openBench>;
  beforeAll(() => {
    bench = openBench({ loadMs: 1, soakMs: 1, progress: () => undefined });
  });
  afterAll(() => bench.close());

  const verdictOn = (name: string, run: () => Promise<Findings>) =>
    perform(bench, { name, fault: 'one', run });

  it('says of one that lacks its rights that it was not run, and never counts it as held', async () => {
    const verdicts = [
      await verdictOn('kept', async () => KEPT),
      await verdictOn('lacking', () => Promise.reject(new NotRun('needs root'))),
      await verdictOn('found', () => Promise.reject(new Broken('a lease was lost'))),
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
      'failed: it could not be performed: no port',
      '1 hold, 2 broken, 1 not run',
    ]);
  });
});
