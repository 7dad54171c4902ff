import { CodedError } from '../../coded-error.js';
import { tokenMasks } from '../runner/masks.js';
import { reportLease, reportSpentLegacyToken } from '../sources/lease.js';
import { revokeInstallationToken } from '../sources/revoke.js';
import { maskSecretInputs } from '../sources/source-inputs.js';
import type { BudgetReading, HeldLease, RequestDeps, PoolAuth } from '../sources/types.js';
import { readBudget } from '../sources/read-budget.js';
import { usageReport } from '../sources/usage-report.js';
import { type ActionDeps, requestDepsOf } from '../start.js';
import { addToSummary } from '../summary/add-to-summary.js';
import { summaryRow } from '../summary/row.js';
import type { SummaryEntry } from '../summary/table.js';
import { clearTools } from './clear-tools.js';
import { loadState, type SavedState, type SavedToken } from './state.js';

/** Ten seconds in all: reading the budget, then settling. */
const READ_TIMEOUT_MS = 4000;
const SETTLE_TIMEOUT_MS = 5500;

type Settling = { readonly state: SavedState; readonly token: SavedToken; readonly apiSecret: string };

/** fetch-token's post: reports what was spent, gives leases back, and revokes tokens minted for this job. */
export async function settleTokens(deps: ActionDeps): Promise<void> {
  const entry = await settleAll(deps);
  await addToSummary(deps.runner, entry);
}

/** Null if there is nothing for the summary. */
async function settleAll(deps: ActionDeps): Promise<SummaryEntry | null> {
  const { runner } = deps;
  const { inputs } = runner;
  maskSecretInputs(inputs, runner.mask);
  const state = loadState(runner);
  if (!state) return null;
  // Runners that emulate GitHub's may not keep masks between steps.
  runner.mask(...state.tokens.flatMap((token) => tokenMasks(token.token)));
  if (state.tools !== null) clearTools(runner, state.tools);
  const apiSecret = inputs.text('api-secret');
  const requestDeps = requestDepsOf(deps);
  const entries = await Promise.all(
    state.tokens.map((token) => settle(requestDeps, { state, token, apiSecret })),
  );
  if (!state.summary || entries.length === 0) return null;
  return { rows: entries.flatMap(({ rows }) => rows), notes: entries.flatMap(({ notes }) => notes) };
}

async function settle(deps: RequestDeps, settling: Settling): Promise<SummaryEntry> {
  const { state, token } = settling;
  const reading = await readAtEnd(deps, state, token);
  const settled = [...(await settleWithPool(deps, settling, reading)), ...(await revoke(deps, settling))];
  const row = summaryRow(token, reading, state.bucket);
  const name = token.ownerRef ?? token.source;
  if (row.spent !== '')
    deps.log.info(`Token of ${name}: ${row.spent} requests spent, ${row.budgetAfter || 'not known'} left.`);
  return {
    rows: [row],
    notes: [...(token.fallbackReason === null ? [] : [token.fallbackReason]), ...settled],
  };
}

async function readAtEnd(deps: RequestDeps, state: SavedState, token: SavedToken): Promise<BudgetReading> {
  if (!state.reportUsage && !state.summary) return { state: 'unknown', why: 'not asked for' };
  try {
    const { githubApiUrl } = state;
    return await readBudget(deps, { githubApiUrl, token: token.token, timeoutMs: READ_TIMEOUT_MS });
  } catch {
    return { state: 'unknown', why: 'the job was cancelled' };
  }
}

async function settleWithPool(
  deps: RequestDeps,
  settling: Settling,
  reading: BudgetReading,
): Promise<string[]> {
  const { token } = settling;
  if (!token.pool) return [];
  const lease = heldLease(token.pool, settling.apiSecret);
  if (!lease) return warned(deps, 'api-secret is empty in post, so the lease is left to end by itself.');
  try {
    if (lease.leaseId === null) await reportLegacy(deps, { ...settling, lease, reading });
    else {
      const { bucket, reportUsage } = settling.state;
      const body = usageReport(reportUsage ? reading : null, { bucket, budgets: token.budgets });
      await reportLease(deps, { lease, body, timeoutMs: SETTLE_TIMEOUT_MS });
    }
    return [];
  } catch (error) {
    return warned(deps, `The lease was not given back; it ends by itself. ${messageOf(error)}`);
  }
}

type LegacyReport = Settling & { readonly lease: HeldLease; readonly reading: BudgetReading };

async function reportLegacy(
  deps: RequestDeps,
  { state, token, lease, reading }: LegacyReport,
): Promise<void> {
  const end = reading.state === 'known' ? reading.buckets.get(state.bucket) : undefined;
  if (!state.reportUsage || token.tokenId === null || end?.remaining !== 0) return;
  const body = { tokenId: token.tokenId, resetAtMs: end.resetAtMs };
  await reportSpentLegacyToken(deps, { lease, body, timeoutMs: SETTLE_TIMEOUT_MS });
}

function heldLease(pool: NonNullable<SavedToken['pool']>, apiSecret: string): HeldLease | null {
  if (pool.audience === null && apiSecret === '') return null;
  const auth: PoolAuth =
    pool.audience === null ? { kind: 'key', secret: apiSecret } : { kind: 'oidc', audience: pool.audience };
  return { poolUrl: pool.url, leaseId: pool.leaseId, leaseExpiresAtMs: null, auth };
}

const NOT_REVOKED = 'Not revoked, because its budget is spent; it expires within the hour.';

async function revoke(deps: RequestDeps, { state, token }: Settling): Promise<string[]> {
  if (!token.mintedForThisJob) return [];
  try {
    const { githubApiUrl } = state;
    const revocation = { githubApiUrl, token: token.token, timeoutMs: SETTLE_TIMEOUT_MS };
    return (await revokeInstallationToken(deps, revocation)) === 'spent' ? [NOT_REVOKED] : [];
  } catch (error) {
    return warned(
      deps,
      `The installation token was not revoked; it expires within the hour. ${messageOf(error)}`,
    );
  }
}

function warned(deps: RequestDeps, line: string): string[] {
  deps.log.warning(line);
  return [line];
}

function messageOf(error: unknown): string {
  return error instanceof CodedError ? error.message : '';
}
