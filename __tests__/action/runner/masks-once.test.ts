import * as core from '@actions/core';
import { describe, expect, it } from '@jest/globals';
import { credentialMasks, tokenMasks } from '../../../src/action/runner/masks.js';
import { createRunner } from '../../../src/action/runner/runner.js';

const TOKEN = `gho_${'m'.repeat(36)}`;

describe('masking', () => {
  it('sets each mask once, also for a new value among known ones', () => {
    const masked: string[] = [];
    const setSecret = (value: string) => masked.push(value);
    const runner = createRunner({ core: { ...core, setSecret }, env: {}, fileExists: () => false });
    const masks = tokenMasks(TOKEN);
    runner.mask(...masks);
    runner.mask(...masks, 'another-secret');
    expect(masked).toHaveLength(new Set(masks).size + 1);
    expect(masked.filter((value) => value === TOKEN)).toHaveLength(1);
    expect(masked.at(-1)).toBe('another-secret');
  });

  it('finds a token next to half of a surrogate pair', () => {
    expect(credentialMasks(`{"token":"\\ud800${TOKEN}"}`)).toContain(TOKEN);
  });
});
