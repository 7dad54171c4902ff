import type { BudgetReading } from '../sources/types.js';
import { summaryRow } from '../summary/row.js';
import type { SummaryEntry } from '../summary/table.js';
import type { UsedToken } from './used-tokens.js';

const NOT_READ: BudgetReading = { state: 'unknown', why: 'not in use at the end' };

/** One row for each owner; `end` is the reading of the token in use at the end. */
export function summaryEntry(
  used: readonly UsedToken[],
  { end, bucket }: { readonly end: BudgetReading; readonly bucket: string },
): SummaryEntry | null {
  const byOwner = Map.groupBy(used, ({ source, ownerRef }) => `${source} ${ownerRef}`);
  const last = used.at(-1);
  const rows = [...byOwner.values()].flatMap((tokens) => {
    const [first] = tokens;
    if (first === undefined) return [];
    // With several tokens, windows ended in between, so the difference is not what was spent.
    const budgets = tokens.length === 1 && first.rateLimit ? [first.rateLimit] : [];
    const reading = last !== undefined && tokens.includes(last) ? end : NOT_READ;
    return [summaryRow({ ...first, budgets }, reading, bucket)];
  });
  const reasons = used.flatMap(({ fallbackReason }) => fallbackReason ?? []);
  const count = used.length > 1 ? [`refresh-token used ${used.length} tokens, one after the other.`] : [];
  return rows.length === 0 ? null : { rows, notes: [...reasons, ...count] };
}
