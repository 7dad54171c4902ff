import type { RateLimit } from '../../github/rate-limit.js';
import { budgetText } from '../budget-text.js';
import { grantText } from '../sources/grant.js';
import type { BudgetReading, ObtainedToken } from '../sources/types.js';
import { spentByBucket, spentText } from './spent.js';
import type { SummaryRow } from './table.js';

/** A token as it was at the start, with `budgets` of all buckets that were read then. */
export type StartOfToken = Pick<ObtainedToken, 'source' | 'ownerRef' | 'rateLimit' | 'grant' | 'budgets'>;

/** The row of a token whose budgets were read again at the end. */
export function summaryRow(token: StartOfToken, end: BudgetReading, bucket: string): SummaryRow {
  const buckets: ReadonlyMap<string, RateLimit> = end.state === 'known' ? end.buckets : new Map();
  const after = buckets.get(bucket);
  return {
    source: token.source,
    owner: token.ownerRef ?? '',
    budgetBefore: token.rateLimit ? budgetText(token.rateLimit) : '',
    budgetAfter: after ? budgetText(after) : '',
    spent: spentText(spentByBucket(token.budgets ?? [], [...buckets.values()]), bucket) ?? '',
    permissions: token.grant ? grantText(token.grant) : '',
  };
}
