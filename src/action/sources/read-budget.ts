import { classifyRefusal, parseRateLimitBody, type RateLimit } from '../../github/rate-limit.js';
import { retryAfterSeconds } from '../http/retry.js';
import { HttpFailure, type HttpResponse } from '../http/types.js';
import { memberOf, parseJson } from './answers.js';
import { requestGitHub } from './github.js';
import type { BudgetReading, RequestDeps } from './types.js';

export type BudgetRequest = {
  readonly githubApiUrl: string;
  readonly token: string;
  readonly timeoutMs: number;
};

/** Reads a token's budgets from `GET /rate_limit`, which costs nothing. Throws only if cancelled. */
export async function readBudget(
  deps: Pick<RequestDeps, 'http' | 'now' | 'signal'>,
  request: BudgetRequest,
): Promise<BudgetReading> {
  try {
    const response = await requestGitHub(deps, {
      method: 'GET',
      apiUrl: request.githubApiUrl,
      path: '/rate_limit',
      token: request.token,
      timeoutMs: request.timeoutMs,
      signal: deps.signal,
    });
    return readingOf(response, deps.now());
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.code === 'cancelled') throw error;
    return { state: 'unknown', why: error.message };
  }
}

function readingOf(response: HttpResponse, nowMs: number): BudgetReading {
  const body = parseJson(response.body);
  if (response.status === 200) {
    const buckets = plausible(parseRateLimitBody(body), nowMs);
    return buckets.size > 0 ? { state: 'known', buckets } : unknown('GitHub answered without any budget');
  }
  // GHES with rate limits off: "Rate limiting is not enabled."
  if (response.status === 404) return { state: 'unlimited' };
  const refusal = classifyRefusal(response.status, response.headers, response.body);
  if (refusal === 'unauthorized') return { state: 'unauthorized' };
  if (refusal === 'secondary_limited') {
    return { state: 'secondary_limited', retryAfterSeconds: retryAfterSeconds(response, nowMs) };
  }
  // A 403 in GitHub's form is about the token (suspended, blocked by an allow list); any other is a firewall's.
  const isGitHubs = typeof memberOf(body, 'message') === 'string';
  if (refusal === 'forbidden' && isGitHubs) return { state: 'unauthorized' };
  return unknown(`GitHub answered ${response.status}`);
}

/** GitHub's windows last an hour at most; the rest allows for clock skew. */
const LONGEST_WINDOW_MS = 48 * 3_600_000;

/** Drops budgets whose reset time is beyond any window, which cannot be right. */
function plausible(buckets: ReadonlyMap<string, RateLimit>, nowMs: number): ReadonlyMap<string, RateLimit> {
  return new Map([...buckets].filter(([, { resetAtMs }]) => isPlausibleReset(resetAtMs, nowMs)));
}

export function isPlausibleReset(resetAtMs: number, nowMs: number): boolean {
  return resetAtMs - nowMs <= LONGEST_WINDOW_MS;
}

function unknown(why: string): BudgetReading {
  return { state: 'unknown', why };
}
