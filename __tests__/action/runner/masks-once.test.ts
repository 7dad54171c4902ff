import { describe, expect, it } from '@jest/globals';
import { tokenMasks } from '../../../src/action/runner/masks.js';
import { createRunner } from '../../../src/action/runner/runner.js';

const TOKEN = `gho_${'m'.repeat(36)}`;

describe('masking', () => {
  it('asks for each value once, and for a new one beside known ones', () => {
    const lines: string[] = [];
    const runner = createRunner({
      env: {},
      write: (text) => lines.push(...text.split('\n').filter((line) => line !== '')),
      appendFile: () => undefined,
      fileExists: () => false,
      random: () => 0,
      eol: '\n',
    });
    const masks = tokenMasks(TOKEN);
    runner.mask(...masks);
    runner.mask(...masks, 'another-secret');
    expect(lines).toHaveLength(new Set(masks).size + 1);
    expect(lines.filter((line) => line === `::add-mask::${TOKEN}`)).toHaveLength(1);
    expect(lines.at(-1)).toBe('::add-mask::another-secret');
  });
});
