import { ERROR_CODES, type ErrorCode } from '../../wire.js';
import { retryAfterSeconds } from '../http/retry.js';
import type { HttpResponse } from '../http/types.js';
import { memberOf, parseJson } from './answers.js';
import { quotable, requestIdOf } from './quoted.js';
import { type PoolAuth, SourceFailure } from './types.js';

/** The request that the pool refused. */
export type RefusedRequest = {
  readonly auth: PoolAuth;
  readonly nowMs: number;
  /** Null for a request about a lease that the job already has. */
  readonly wanted: { readonly label: string | null; readonly eventName: string } | null;
};

/** The failure for a pool's refusal: what it means, the pool's own reason, and what to do. */
export function refusalOf(response: HttpResponse, request: RefusedRequest): SourceFailure {
  const { status } = response;
  const code = errorCodeOf(response.body);
  const says = poolReason(response, request.auth);
  const seconds = retryAfterSeconds(response, request.nowMs);
  // Most pools say so in their own words.
  const isSaid = seconds === null || new RegExp(`\\b${seconds} s(?:econds)?\\b`).test(says);
  const later = isSaid ? '' : ` It asks to come back in ${seconds} s.`;
  if (status === 401) return new SourceFailure('refused', unauthorizedMessage(request.auth, says));
  if (status === 403) {
    const advice = forbiddenAdvice(request);
    return new SourceFailure('refused', `The pool does not allow this job to lease (403).${says} ${advice}`);
  }
  if (code === 'lease_ended' || (status === 404 && request.wanted === null)) {
    return new SourceFailure('lease_ended', 'The pool no longer knows this lease.');
  }
  if (code === 'pool_exhausted' && isNeverServed(response.body)) {
    return new SourceFailure(
      'exhausted',
      `No owner of the pool could ever serve this request.${says} Ask for less, or have the pool's operator add owners.`,
    );
  }
  if (status === 503 && (code === 'pool_exhausted' || code === null)) {
    const message = `The pool has no token to lend that fits this request.${says}${later} Run it later, ask for less, or have the pool's operator add owners.`;
    return new SourceFailure('exhausted', message, { retryAfterSeconds: seconds });
  }
  if (status === 429) {
    return new SourceFailure(
      'refused',
      `The pool limits how often this job may ask (429).${says}${later} Ask the pool's operator for a higher quota.`,
    );
  }
  const named = code === null ? '' : `, ${code}`;
  return new SourceFailure(
    'bad_answer',
    `The pool answered ${status}${named}.${says}${later} Check pool-url and the pool's log.`,
  );
}

/** The failure for an address that serves neither the pool's API nor that of mise-versions. */
export function notAPool(response: HttpResponse, pool: { url: string; auth: PoolAuth }): SourceFailure {
  const url = new URL(pool.url);
  const advice =
    url.pathname === '/'
      ? 'Correct pool-url.'
      : 'pool-url has a path: leave it out, or correct it where the pool is served below one.';
  return new SourceFailure(
    'bad_answer',
    `No pool answers at pool-url: ${url.host} knows neither its leases nor its tokens there ` +
      `(${response.status}).${poolReason(response, pool.auth)} ${advice}`,
  );
}

function isNeverServed(body: string): boolean {
  return memberOf(memberOf(parseJson(body), 'error'), 'retryable') === false;
}

export function errorCodeOf(body: string): ErrorCode | null {
  const code = memberOf(memberOf(parseJson(body), 'error'), 'code');
  return ERROR_CODES.find((known) => known === code) ?? null;
}

function poolReason({ body, headers }: HttpResponse, auth: PoolAuth): string {
  const secrets = auth.kind === 'key' ? [auth.secret] : [];
  const reason = quotable(memberOf(memberOf(parseJson(body), 'error'), 'message'), secrets);
  const id = requestIdOf(headers['x-request-id'], secrets);
  if (reason === '') return id === '' ? '' : ` (Request ${id}.)`;
  return ` The pool says: ${reason}${id === '' ? '' : ` (request ${id})`}.`;
}

function unauthorizedMessage(auth: PoolAuth, says: string): string {
  return auth.kind === 'key'
    ? `The pool does not accept the api-secret (401).${says} Check that the secret holds a key of this pool that is not revoked.`
    : `The pool does not accept this job's OIDC identity (401).${says} Check oidc-audience and the pool's policies.`;
}

/** A pool refuses these events unless a policy names them. */
const RISKY_EVENTS: readonly string[] = ['pull_request_target', 'workflow_run'];

function forbiddenAdvice({ auth, wanted }: RefusedRequest): string {
  const { label, eventName } = wanted ?? { label: null, eventName: '' };
  if (auth.kind === 'oidc' && RISKY_EVENTS.includes(eventName)) {
    return `Use another event than ${eventName}, which runs code from forks with the repository's rights, or ask the pool's operator for a policy that names it.`;
  }
  if (label !== null) return `Drop \`label\`, or ask the pool's operator to allow the label ${label}.`;
  return auth.kind === 'key'
    ? "Ask the pool's operator for a key that may lease."
    : "Ask the pool's operator for a policy that admits this repository.";
}
