import type { RateLimit } from '../../github/rate-limit.js';
import type { Report } from '../../wire.js';
import { bucketReport } from './bucket-report.js';
import type { BudgetReading, RequestDeps, ObtainedToken, TokenRequest } from './types.js';
import { thousands } from '../budget-text.js';
import { readBudget } from './read-budget.js';

/** The result of a check: a usable token with its budget, or one to give back. */
export type Checked =
  | { readonly usable: true; readonly token: ObtainedToken }
  | { readonly usable: false; readonly token: ObtainedToken; readonly report: Report; readonly why: string };

type CheckDeps = Pick<RequestDeps, 'http' | 'log' | 'now' | 'sleep' | 'signal'>;

export type Check = {
  readonly token: ObtainedToken;
  readonly request: TokenRequest;
  readonly deadlineAtMs: number;
  /** The least budget it must have left; by default `min-remaining`, or one request. */
  readonly floorOf?: (budget: RateLimit) => number;
};

const CHECK_TIMEOUT_MS = 5000;
/** A token just minted may not have replicated to all of GitHub's servers. */
const REPLICATION_WAITS_MS = [400, 1200];

/**
 * Checks a token with GitHub. Only an answer about the token itself makes it unusable: an outage must not fail a job that
 * might still work.
 */
export async function checkToken(deps: CheckDeps, check: Check): Promise<Checked> {
  const { token, request, deadlineAtMs } = check;
  if (!request.verify) return { usable: true, token };
  const budgetRequest = {
    githubApiUrl: request.githubApiUrl,
    token: token.token,
    timeoutMs: Math.max(1, Math.min(CHECK_TIMEOUT_MS, deadlineAtMs - deps.now())),
  };
  let reading = await readBudget(deps, budgetRequest);
  for (const waitMs of token.mintedForThisJob ? REPLICATION_WAITS_MS : []) {
    if (reading.state !== 'unauthorized') break;
    await deps.sleep(waitMs, deps.signal);
    reading = await readBudget(deps, budgetRequest);
  }
  return judge(deps, check, reading);
}

function judge(deps: CheckDeps, { token, request, floorOf }: Check, reading: BudgetReading): Checked {
  if (reading.state === 'unauthorized') {
    const report: Report = { buckets: {}, outcome: 'unauthorized', release: true };
    return { usable: false, token, report, why: 'GitHub does not accept it (401)' };
  }
  if (reading.state === 'unknown')
    deps.log.info(`The token was not verified: ${reading.why} The job continues with it.`);
  if (reading.state === 'secondary_limited') {
    // GitHub bans integrations that switch tokens to evade a secondary limit.
    deps.log.warning(
      "GitHub slows this token's owner down (secondary rate limit). Send requests more slowly.",
    );
  }
  if (reading.state !== 'known') return { usable: true, token };
  const seen = { ...token, budgets: [...reading.buckets.values()] };
  const budget = reading.buckets.get(request.bucket);
  if (!budget) {
    deps.log.info(`GitHub reports no ${request.bucket} budget for this token, so it was not checked.`);
    return { usable: true, token: seen };
  }
  const measured = { ...seen, rateLimit: budget };
  const floor = floorOf?.(budget) ?? request.minRemaining ?? 1;
  if (budget.remaining >= Math.max(1, floor)) return { usable: true, token: measured };
  const report: Report = {
    buckets: { [budget.bucket]: bucketReport(budget, null) },
    outcome: 'exhausted',
    release: true,
  };
  return {
    usable: false,
    token: measured,
    report,
    why: whyTooLittle(budget, floor),
  };
}

function whyTooLittle({ bucket, limit, remaining }: RateLimit, floor: number): string {
  const budget = `its ${bucket} budget has ${thousands(remaining)} of ${thousands(limit)} left`;
  return floor > limit ? `${budget}, and min-remaining asks for more than that limit` : budget;
}
