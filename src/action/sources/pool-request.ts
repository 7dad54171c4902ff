import { joinUrl } from '../http/address.js';
import { requestPatiently } from '../http/retry.js';
import { HttpFailure, type HttpRequest, type HttpResponse } from '../http/types.js';
import { credentialMasks } from '../runner/masks.js';
import { fetchOidcToken } from './oidc.js';
import { errorCodeOf } from './pool-refusal.js';
import { type RequestDeps, type PoolAuth, SourceFailure } from './types.js';

export type PoolCall = {
  readonly method: HttpRequest['method'];
  readonly poolUrl: string;
  readonly path: string;
  /** The path without a lease's id, for debug lines: the id gives access to the lease. */
  readonly shownPath?: string;
  readonly auth: PoolAuth;
  readonly body?: unknown;
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
  readonly graceMs?: number;
  /** Post has little time, so a report gets fewer tries. */
  readonly maxTries: number;
};

/** An unresponsive pool must leave time for a second try and for the next sources. */
const PER_TRY_MS = 10_000;

/**
 * Sends a request to a pool, with retries, and masks everything in the response that could be a credential. Throws
 * `SourceFailure` if there is no response; the caller handles its status.
 */
export async function requestPool(deps: RequestDeps, call: PoolCall): Promise<HttpResponse> {
  const { auth, deadlineAtMs } = call;
  const makeRequest = async (): Promise<HttpRequest> => {
    const bearer =
      auth.kind === 'key' ? auth.secret : await fetchOidcToken(deps, auth.audience, deadlineAtMs);
    return {
      method: call.method,
      url: joinUrl(call.poolUrl, call.path),
      shownPath: call.shownPath,
      headers: { authorization: `Bearer ${bearer}` },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      timeoutMs: PER_TRY_MS,
      signal: call.signal,
      graceMs: call.graceMs,
    };
  };
  const leftMs = Math.max(1, deadlineAtMs - deps.now());
  const policy = {
    deadlineAtMs,
    perTryMs: Math.min(PER_TRY_MS, leftMs / 2),
    maxTries: call.maxTries,
    isFinal,
  };
  try {
    const response = await requestPatiently(deps, makeRequest, policy);
    deps.mask(...credentialMasks(response.body));
    return response;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
    throw new SourceFailure(code, `The pool cannot be used: ${error.message}`, { cause: error });
  }
}

/** Not retried here: whether to wait for a pool that has no token is the caller's choice. */
function isFinal(response: HttpResponse): boolean {
  return errorCodeOf(response.body) === 'pool_exhausted';
}
