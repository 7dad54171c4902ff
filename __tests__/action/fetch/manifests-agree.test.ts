import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './fetch-job.js';

describe('the two manifests of fetch-token', () => {
  it('differ in the way to dist and in nothing else', () => {
    const root = readFileSync(path.join(ROOT, 'action.yml'), 'utf8');
    const inFolder = readFileSync(path.join(ROOT, 'fetch-token/action.yml'), 'utf8');
    expect(inFolder).toBe(root.replaceAll(': dist/', ': ../dist/'));
  });
});
