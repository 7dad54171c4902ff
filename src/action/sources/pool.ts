import { type LeaseRequest, PATHS } from '../../wire.js';
import type { HttpResponse } from '../http/types.js';
import { tokenMasks } from '../runner/masks.js';
import { describeBody, memberOf, parseJson } from './answers.js';
import { notAPool, refusalOf } from './pool-refusal.js';
import { requestPool } from './pool-request.js';
import { type AnswerFault, readLeases, readLegacyToken } from './read-leases.js';
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

/** How long after a cancel a response may still arrive, so that its lease can be given back. */
export const GRACE_MS = 3000;

/**
 * Leases up to `count` tokens through the native API, or that of mise-versions if the server does not know it. Every
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
  const [fault] = faults;
  if (tokens.length === 0) throw unusable(fault ?? badAnswer(describeBody(response.body)));
  if (fault !== undefined) deps.log.warning(`The pool's answer is partly unusable: ${fault.rule}.`);
  return tokens.slice(0, order.count).map((token) => register(deps, token));
}

/** A mise-versions server returns one token per request, the next in rotation. */
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
  if ('fault' in read) throw unusable(read.fault);
  return read;
}

function register(deps: SourceDeps, token: ObtainedToken): ObtainedToken {
  // Masking the raw response can miss a token that has JSON escapes or comes after many other credentials.
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
    throw unusable(badAnswer(`it sent ${describeBody(response.body)}`));
  return answer;
}

function badAnswer(rule: string): AnswerFault {
  return { code: 'bad_answer', rule };
}

function unusable({ code, rule }: AnswerFault): SourceFailure {
  return new SourceFailure(code, `The pool's answer cannot be used: ${rule}. Check pool-url and the pool.`);
}
