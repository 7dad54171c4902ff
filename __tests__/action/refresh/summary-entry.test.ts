import { expect, it } from '@jest/globals';
import { summaryEntry } from '../../../src/action/refresh/summary-entry.js';
import type { UsedToken } from '../../../src/action/refresh/used-tokens.js';

const aBudget = (remaining: number) => ({
  bucket: 'core',
  limit: 5_000,
  remaining,
  used: 0,
  resetAtMs: 1_000,
});
const aUse = (ownerRef: string | null, remaining: number, change: Partial<UsedToken> = {}): UsedToken => ({
  source: 'pool',
  ownerRef,
  rateLimit: aBudget(remaining),
  fallbackReason: null,
  ...change,
});
const endingWith = (remaining: number) => ({
  end: { state: 'known' as const, buckets: new Map([['core', aBudget(remaining)]]) },
  bucket: 'core',
});

it('has one row for each owner: the budget at the start of its first token, and at the end of the last one used', () => {
  const entry = summaryEntry([aUse('owner-1', 900), aUse('owner-2', 5_000)], endingWith(4_000));
  expect(entry?.rows).toMatchObject([
    { owner: 'owner-1', budgetBefore: '900 of 5,000 (core)', budgetAfter: '', spent: '' },
    {
      owner: 'owner-2',
      budgetBefore: '5,000 of 5,000 (core)',
      budgetAfter: '4,000 of 5,000 (core)',
      spent: '1,000 core',
    },
  ]);
  expect(entry?.notes).toEqual(['refresh-token used 2 tokens, one after the other.']);
});

it('does not show what was spent of an owner whose window ended between several tokens', () => {
  const entry = summaryEntry([aUse('owner-1', 5_000), aUse('owner-1', 5_000)], endingWith(4_000));
  expect(entry?.rows).toMatchObject([{ owner: 'owner-1', budgetAfter: '4,000 of 5,000 (core)', spent: '' }]);
});

it('says why GITHUB_TOKEN was used', () => {
  const use = aUse(null, 1_000, { source: 'fallback', fallbackReason: 'The pool cannot be used.' });
  const entry = summaryEntry([use], endingWith(1_000));
  expect(entry?.rows).toMatchObject([{ source: 'fallback', owner: '', spent: '0 core' }]);
  expect(entry?.notes).toEqual(['The pool cannot be used.']);
});

it('is empty when no token was used', () => {
  expect(summaryEntry([], endingWith(1_000))).toBeNull();
});
