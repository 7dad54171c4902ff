import { ERROR_CODES, type ErrorCode } from '../../wire.js';
import { joinUrl } from '../http/address.js';
import { requestPatiently, retryAfterSeconds } from '../http/retry.js';
import { HttpFailure, type HttpRequest, type HttpResponse } from '../http/types.js';
import { credentialMasks } from '../runner/masks.js';
import { memberOf, parseJson } from './answers.js';
import { fetchOidcToken } from './oidc.js';
import { type LeaseDeps, type PoolAuth, SourceFailure } from './types.js';

export type PoolCall = {
  readonly method: HttpRequest['method'];
  readonly poolUrl: string;
  readonly path: string;
  readonly auth: PoolAuth;
  readonly body?: unknown;
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
  readonly graceMs?: number;
  /** A report in post has little time and is worth fewer tries. */
  readonly maxTries: number;
};

/** A silent pool must leave time for a second try and for what comes after it. */
const PER_TRY_MS = 10_000;

/**
 * Asks a pool, and masks whatever in its answer could be a credential before anybody reads the answer. Fails with
 * a `SourceFailure` that says what to do; statuses are left to the caller.
 */
export async function requestPool(deps: LeaseDeps, question: PoolCall): Promise<HttpResponse> {
  const { auth, deadlineAtMs } = question;
  const makeRequest = async (): Promise<HttpRequest> => {
    const bearer =
      auth.kind === 'key' ? auth.secret : await fetchOidcToken(deps, auth.audience, deadlineAtMs);
    return {
      method: question.method,
      url: joinUrl(question.poolUrl, question.path),
      headers: { authorization: `Bearer ${bearer}` },
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
      timeoutMs: PER_TRY_MS,
      signal: question.signal,
      graceMs: question.graceMs,
    };
  };
  const leftMs = Math.max(1, deadlineAtMs - deps.now());
  const policy = {
    deadlineAtMs,
    perTryMs: Math.min(PER_TRY_MS, leftMs / 2),
    maxTries: question.maxTries,
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

/** A pool without tokens says when it expects some; whether to wait for that is the caller's choice. */
function isFinal(response: HttpResponse): boolean {
  return errorCodeOf(response.body) === 'pool_exhausted';
}

/** What a pool's refusal means. The pool's own words stay out of the log: they could repeat a secret. */
export function refusalOf(
  response: HttpResponse,
  question: { auth: PoolAuth; nowMs: number },
): SourceFailure {
  const code = errorCodeOf(response.body);
  const seconds = retryAfterSeconds(response, question.nowMs);
  const later = seconds === null ? '' : ` It asks to come back in ${seconds} s.`;
  if (response.status === 401) return new SourceFailure('refused', whoIsRefused(question.auth));
  if (response.status === 403) {
    return new SourceFailure(
      'refused',
      'The pool does not allow this job to lease (403). Ask its operator for a policy, or drop `label`.',
    );
  }
  if (code === 'lease_ended' || (response.status === 404 && code === 'not_found')) {
    return new SourceFailure('lease_ended', 'The pool no longer knows this lease.');
  }
  if (response.status === 503) {
    const message = `The pool has no token to lend that fits this request.${later}`;
    return new SourceFailure('exhausted', message, { retryAfterSeconds: seconds });
  }
  if (response.status === 429)
    return new SourceFailure('refused', `The pool limits how often this job may ask (429).${later}`);
  const named = code === null ? '' : `, ${code}`;
  return new SourceFailure(
    'bad_answer',
    `The pool answered ${response.status}${named}. Check pool-url and the pool's log.`,
  );
}

function whoIsRefused(auth: PoolAuth): string {
  return auth.kind === 'key'
    ? 'The pool does not accept the api-secret (401). Check that the secret holds a key of this pool that is not revoked.'
    : "The pool does not accept this job's OIDC identity (401). Check oidc-audience and the pool's policies.";
}

function errorCodeOf(body: string): ErrorCode | null {
  const code = memberOf(memberOf(parseJson(body), 'error'), 'code');
  return ERROR_CODES.find((known) => known === code) ?? null;
}
