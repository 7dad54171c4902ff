import { expect, it } from '@jest/globals';
import { spentByBucket, spentText } from '../../../src/action/summary/spent.js';

const aBudget = (bucket: string, remaining: number, resetAtMs = 1_000) => ({
  bucket,
  remaining,
  resetAtMs,
  limit: 5_000,
  used: 5_000 - remaining,
});

it('lists what was spent of each bucket, most first', () => {
  const start = [aBudget('search', 30), aBudget('core', 5_000), aBudget('graphql', 5_000)];
  const end = [aBudget('search', 27), aBudget('core', 3_766), aBudget('graphql', 5_000)];
  expect(spentText(spentByBucket(start, end), 'core')).toBe('1,234 core, 3 search');
});

it('shows the requested bucket when nothing was spent', () => {
  const budgets = [aBudget('core', 5_000), aBudget('search', 30)];
  expect(spentText(spentByBucket(budgets, budgets), 'core')).toBe('0 core');
});

it('leaves out a bucket whose window ended in between, and one that was seen only once', () => {
  const start = [aBudget('core', 100), aBudget('search', 10, 1_000)];
  const end = [aBudget('core', 90), aBudget('search', 30, 2_000), aBudget('graphql', 4_000)];
  expect(spentText(spentByBucket(start, end), 'search')).toBe('10 core');
  expect(spentText(spentByBucket([], end), 'core')).toBeNull();
});
