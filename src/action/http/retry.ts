import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from './types.js';

export type RetryDeps = {
  readonly http: Http;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

export type RetryPolicy = {
  readonly deadlineAtMs: number;
  readonly perTryMs: number;
  readonly maxTries: number;
  /** Whether a response is final whatever its status. */
  readonly isFinal?: (response: HttpResponse) => boolean;
};

/** Builds the request for each try: an OIDC identity, for example, may be used only once. */
export type MakeRequest = () => HttpRequest | Promise<HttpRequest>;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;

/**
 * Sends a request with retries until the deadline. Network errors, truncated bodies, 429 and 5xx are retried with
 * jitter, not before `Retry-After`; any other response is final. If the wait would pass the deadline, the last response
 * or failure is returned at once.
 */
export async function requestPatiently(
  deps: RetryDeps,
  makeRequest: MakeRequest,
  policy: RetryPolicy,
): Promise<HttpResponse> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await oneTry(deps, makeRequest, policy);
    const isFinal = tries >= policy.maxTries || deps.signal.aborted || !isWorthRetrying(outcome, policy);
    const waitMs = isFinal
      ? Number.POSITIVE_INFINITY
      : Math.max(backoffMs(tries, deps.random), retryAfterMs(outcome, deps.now()));
    if (deps.now() + waitMs >= policy.deadlineAtMs) {
      if (outcome instanceof HttpFailure) throw outcome;
      return outcome;
    }
    await deps.sleep(waitMs, deps.signal);
  }
}

async function oneTry(deps: RetryDeps, makeRequest: MakeRequest, policy: RetryPolicy) {
  try {
    const request = await makeRequest();
    const leftMs = policy.deadlineAtMs - deps.now();
    return await deps.http({
      ...request,
      timeoutMs: Math.max(1, Math.min(request.timeoutMs, policy.perTryMs, leftMs)),
    });
  } catch (error) {
    if (error instanceof HttpFailure) return error;
    throw error;
  }
}

function isWorthRetrying(outcome: HttpResponse | HttpFailure, { isFinal }: RetryPolicy): boolean {
  if (outcome instanceof HttpFailure)
    return ['network', 'truncated', 'timeout', 'proxy'].includes(outcome.code);
  if (outcome.status !== 429 && outcome.status < 500) return false;
  return !isFinal?.(outcome);
}

function backoffMs(tries: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return ceiling * (0.5 + random() / 2);
}

function retryAfterMs(outcome: HttpResponse | HttpFailure, nowMs: number): number {
  if (outcome instanceof HttpFailure) return 0;
  return (retryAfterSeconds(outcome, nowMs) ?? 0) * 1000;
}

/** `Retry-After`, a number or a date, in seconds; null if absent or invalid. */
export function retryAfterSeconds(response: HttpResponse, nowMs: number): number | null {
  const text = response.headers['retry-after']?.trim() ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text);
  const atMs = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(atMs) ? Math.min(86_400, Math.max(0, Math.ceil((atMs - nowMs) / 1000))) : null;
}
