import { checkTokenFormat } from '../../github/token-format.js';
import { faultsOf } from '../../json-schema.js';
import {
  PATHS,
  RENEW_ANSWER_SCHEMA,
  REPORT_ANSWER_SCHEMA,
  type RenewAnswer,
  type RenewRequest,
  type Report,
  type ReportAnswer,
} from '../../wire.js';
import type { HttpResponse } from '../http/types.js';
import { parseJson } from './answers.js';
import { refusalOf } from './pool-refusal.js';
import { requestPool } from './pool-request.js';
import { obtainedFrom } from './read-leases.js';
import { type HeldLease, type RequestDeps, type Renewal, SourceFailure } from './types.js';

type Timed<T> = { readonly lease: HeldLease; readonly body: T; readonly timeoutMs: number };

/** Reports usage to the pool, and gives the lease back if `release` is set. Idempotent. */
export async function reportLease(
  deps: RequestDeps,
  { lease, body, timeoutMs }: Timed<Report>,
): Promise<ReportAnswer> {
  const path = PATHS.report(nativeId(lease));
  const response = await post(deps, { lease, body, timeoutMs, path, shownPath: PATHS.report('*') });
  const answer = parseJson(response.body);
  if (faultsOf(REPORT_ANSWER_SCHEMA, answer, 'answer').length > 0) {
    throw new SourceFailure(
      'bad_answer',
      "The pool's answer to the report is not valid. Check that pool and action are of matching versions.",
    );
  }
  return answer as ReportAnswer;
}

/** Extends the lease. The pool may replace its token; the new one is masked and its format checked. */
export async function renewLease(
  deps: RequestDeps,
  { lease, body, timeoutMs }: Timed<RenewRequest>,
): Promise<Renewal> {
  const path = PATHS.renew(nativeId(lease));
  const response = await post(deps, { lease, body, timeoutMs, path, shownPath: PATHS.renew('*') });
  const answer = parseJson(response.body);
  const fault = faultsOf(RENEW_ANSWER_SCHEMA, answer, 'answer')[0];
  if (fault !== undefined)
    throw new SourceFailure(
      'bad_answer',
      `The pool's answer to the renewal is not valid: ${fault}. Check that pool and action are of matching versions.`,
    );
  const renewal = answer as RenewAnswer;
  if (renewal.decision === 'keep') {
    return { decision: 'keep', lease: { ...lease, leaseExpiresAtMs: Date.parse(renewal.lease_expires_at) } };
  }
  const format = checkTokenFormat(renewal.lease?.token);
  if (!format.ok || !renewal.lease) {
    const rule = format.ok ? 'it is missing' : format.rule;
    throw new SourceFailure('bad_token', `The pool's replacement token is refused: ${rule}.`);
  }
  const settings = { url: lease.poolUrl, auth: lease.auth };
  return { decision: 'replace', token: obtainedFrom(renewal.lease, settings, deps.now()) };
}

/** The only report that mise-versions takes: the token is spent until `resetAtMs`. */
export async function reportSpentLegacyToken(
  deps: RequestDeps,
  { lease, body, timeoutMs }: Timed<{ tokenId: number; resetAtMs: number }>,
): Promise<void> {
  const legacyBody = { token_id: body.tokenId, reset_at: new Date(body.resetAtMs).toISOString() };
  await post(deps, { lease, body: legacyBody, timeoutMs, path: PATHS.legacyRateLimit });
}

async function post(
  deps: RequestDeps,
  { lease, body, timeoutMs, ...where }: Timed<unknown> & { path: string; shownPath?: string },
): Promise<HttpResponse> {
  const response = await requestPool(deps, {
    method: 'POST',
    poolUrl: lease.poolUrl,
    ...where,
    auth: lease.auth,
    body,
    deadlineAtMs: deps.now() + timeoutMs,
    signal: deps.signal,
    maxTries: 3,
  });
  if (response.status !== 200) {
    throw refusalOf(response, { auth: lease.auth, nowMs: deps.now(), wanted: null });
  }
  return response;
}

function nativeId(lease: HeldLease): string {
  if (lease.leaseId !== null) return lease.leaseId;
  throw new SourceFailure('lease_ended', 'A mise-versions server has no leases to report or renew.');
}
