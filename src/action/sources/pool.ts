import { type LeaseRequest, PATHS } from '../../wire.js';
import type { HttpResponse } from '../http/types.js';
import { tokenMasks } from '../runner/masks.js';
import { describeBody, memberOf, parseJson } from './answers.js';
import { askPool, refusalOf } from './ask-pool.js';
import { readLeases, readLegacyToken } from './read-leases.js';
import {
  type ObtainedToken,
  type PoolSettings,
  type SourceDeps,
  SourceFailure,
  type TokenRequest,
} from './types.js';

export type PoolAsk = {
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
 * token is masked, its format checked, and told to `onObtained`. Never returns an empty list.
 */
export async function leaseFromPool(deps: SourceDeps, ask: PoolAsk): Promise<ObtainedToken[]> {
  const response = await askPool(deps, {
    ...commonOf(deps, ask),
    method: 'POST',
    path: PATHS.leases,
    body: leaseRequest(ask),
  });
  if (response.status === 404 || response.status === 405) return leaseLegacy(deps, ask);
  const answer = successOf(deps, response, ask);
  const isLegacy = memberOf(answer, 'leases') === undefined && memberOf(answer, 'token') !== undefined;
  if (isLegacy) return [announce(deps, legacyToken(answer, ask))];
  const { tokens, faults } = readLeases(answer, ask.settings, deps.now());
  if (tokens.length === 0) throw badAnswer(faults[0] ?? describeBody(response.body));
  if (faults.length > 0) deps.log.warning(`The pool's answer is partly unusable: ${faults[0]}.`);
  return tokens.slice(0, ask.count).map((token) => announce(deps, token));
}

/** mise-versions hands out one token per request and rotates at each. */
async function leaseLegacy(deps: SourceDeps, ask: PoolAsk): Promise<ObtainedToken[]> {
  const tokens = new Map<string, ObtainedToken>();
  for (let asked = 0; asked < ask.count; asked += 1) {
    const response = await askPool(deps, { ...commonOf(deps, ask), method: 'GET', path: PATHS.legacyToken });
    if (tokens.size > 0 && response.status !== 200) break;
    const token = legacyToken(successOf(deps, response, ask), ask);
    if (!tokens.has(token.token)) tokens.set(token.token, announce(deps, token));
  }
  return [...tokens.values()];
}

function legacyToken(answer: unknown, ask: PoolAsk): ObtainedToken {
  const read = readLegacyToken(answer, ask.settings);
  if ('fault' in read) throw badAnswer(read.fault);
  return read;
}

function announce(deps: SourceDeps, token: ObtainedToken): ObtainedToken {
  // Once more: JSON's escapes, or a crowd of other credentials, can hide a token from the masking of the raw answer.
  deps.mask(...tokenMasks(token.token));
  deps.onObtained(token);
  return token;
}

function commonOf(deps: SourceDeps, ask: PoolAsk) {
  return {
    poolUrl: ask.settings.url,
    auth: ask.settings.auth,
    deadlineAtMs: ask.deadlineAtMs,
    signal: deps.signal,
    graceMs: GRACE_MS,
    maxTries: 4,
  };
}

function leaseRequest({ request, count, exclude }: PoolAsk): LeaseRequest {
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

function successOf(deps: SourceDeps, response: HttpResponse, ask: PoolAsk): unknown {
  if (response.status !== 200 && response.status !== 201) {
    throw refusalOf(response, { auth: ask.settings.auth, nowMs: deps.now() });
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
