import { type LeaseRequest, PATHS } from '../../wire.js';
import type { HttpResponse } from '../http/types.js';
import { tokenMasks } from '../runner/masks.js';
import { describeBody, memberOf, parseJson } from './answers.js';
import { notAPool, refusalOf } from './pool-refusal.js';
import { requestPool } from './pool-request.js';
import { readLeases, readLegacyToken } from './read-leases.js';
import {
  type ObtainedToken,
  type PoolSettings,
  type SourceDeps,
  SourceFailure,
  type TokenRequest,
} from './types.js';

export type LeaseOrder = {
  readonly settings: PoolSettings;
  readonly request: TokenRequest;
  readonly count: number;
  readonly exclude: readonly string[];
  readonly deadlineAtMs: number;
};

/** After a cancel, how long an answer that is under way may still come in, so that its lease can be given back. */
export const GRACE_MS = 3000;

/**
 * Leases up to `count` tokens, of the native API or, where the server does not know it, of mise-versions'. Every
 * token is masked, its format checked, and passed to `onObtained`. Never returns an empty list.
 */
export async function leaseFromPool(deps: SourceDeps, order: LeaseOrder): Promise<ObtainedToken[]> {
  const response = await requestPool(deps, {
    ...commonOf(deps, order),
    method: 'POST',
    path: PATHS.leases,
    body: leaseRequest(order),
  });
  if (response.status === 404 || response.status === 405) return leaseLegacy(deps, order);
  const answer = successOf(deps, response, order);
  const isLegacy = memberOf(answer, 'leases') === undefined && memberOf(answer, 'token') !== undefined;
  if (isLegacy) return [register(deps, legacyToken(answer, order))];
  const { tokens, faults } = readLeases(answer, order.settings, deps.now());
  if (tokens.length === 0) throw badAnswer(faults[0] ?? describeBody(response.body));
  if (faults.length > 0) deps.log.warning(`The pool's answer is partly unusable: ${faults[0]}.`);
  return tokens.slice(0, order.count).map((token) => register(deps, token));
}

/** mise-versions hands out one token per request and rotates at each. */
async function leaseLegacy(deps: SourceDeps, order: LeaseOrder): Promise<ObtainedToken[]> {
  const tokens = new Map<string, ObtainedToken>();
  for (let asked = 0; asked < order.count; asked += 1) {
    const response = await requestPool(deps, {
      ...commonOf(deps, order),
      method: 'GET',
      path: PATHS.legacyToken,
    });
    if (tokens.size > 0 && response.status !== 200) break;
    if (response.status === 404 || response.status === 405) throw notAPool(response, order.settings);
    const token = legacyToken(successOf(deps, response, order), order);
    if (!tokens.has(token.token)) tokens.set(token.token, register(deps, token));
  }
  return [...tokens.values()];
}

function legacyToken(answer: unknown, order: LeaseOrder): ObtainedToken {
  const read = readLegacyToken(answer, order.settings);
  if ('fault' in read) throw badAnswer(read.fault);
  return read;
}

function register(deps: SourceDeps, token: ObtainedToken): ObtainedToken {
  // Once more: JSON's escapes, or a crowd of other credentials, can hide a token from the masking of the raw answer.
  deps.mask(...tokenMasks(token.token));
  deps.onObtained(token);
  return token;
}

function commonOf(deps: SourceDeps, order: LeaseOrder) {
  return {
    poolUrl: order.settings.url,
    auth: order.settings.auth,
    deadlineAtMs: order.deadlineAtMs,
    signal: deps.signal,
    graceMs: GRACE_MS,
    maxTries: 4,
  };
}

function leaseRequest({ request, count, exclude }: LeaseOrder): LeaseRequest {
  return {
    job: request.job,
    count,
    bucket: request.bucket,
    ...(request.expectedRequests === null ? {} : { expected_requests: request.expectedRequests }),
    ...(request.minRemaining === null ? {} : { min_remaining: request.minRemaining }),
    ...(request.minTtlSeconds === null ? {} : { min_ttl_seconds: request.minTtlSeconds }),
    ...(request.label === null ? {} : { label: request.label }),
    ...(exclude.length === 0 ? {} : { exclude: exclude.slice(0, 100) }),
  };
}

function successOf(deps: SourceDeps, response: HttpResponse, order: LeaseOrder): unknown {
  if (response.status !== 200 && response.status !== 201) {
    const { label, job } = order.request;
    const wanted = { label, eventName: job.event_name };
    throw refusalOf(response, { auth: order.settings.auth, nowMs: deps.now(), wanted });
  }
  const answer = parseJson(response.body);
  if (typeof answer !== 'object' || answer === null)
    throw badAnswer(`it sent ${describeBody(response.body)}`);
  return answer;
}

function badAnswer(reason: string): SourceFailure {
  const code = reason.startsWith('the token') ? 'bad_token' : 'bad_answer';
  return new SourceFailure(code, `The pool's answer cannot be used: ${reason}. Check pool-url and the pool.`);
}
