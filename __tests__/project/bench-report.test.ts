import { describe, expect, it } from '@jest/globals';
import { median } from '../../bench/processes.js';
import { renderMarkdown, renderText, withSection } from '../../bench/report.js';
import type { BenchResult } from '../../bench/types.js';

const result: BenchResult = {
  title: 'Speed',
  method: 'One against the other.',
  rows: [
    { what: 'main', value: '40 ms', ratio: '1.30 x', bound: '<= 1.25 x', ok: false },
    { what: 'bare', value: '31 ms' },
  ],
};

describe('the report of a bench', () => {
  it('names a promise that was missed', () => {
    expect(renderText(result)).toMatch(/main +40 ms +1\.30 x +<= 1\.25 x +MISSED/);
    expect(renderMarkdown(result)).toContain('| bare | 31 ms |  |  |  |');
  });

  it('replaces its own section of the page and leaves the others', () => {
    const page = withSection(withSection('# Page\n', 'action', 'old'), 'pool', 'theirs');
    const renewed = withSection(page, 'action', 'new');
    expect(renewed).toContain('<!-- bench:action -->\nnew\n<!-- /bench:action -->');
    expect(renewed).toContain('theirs');
    expect(renewed).not.toContain('old');
  });

  it('takes the median', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 9, 2])).toBe(3);
  });
});
