import type { Http } from '../http/types.js';
import { renewLease } from '../sources/lease.js';
import { obtainTokens } from '../sources/obtain.js';
import { type RequestDeps, type SourceDeps, SourceFailure } from '../sources/types.js';
import { readBudget } from '../sources/read-budget.js';
import type { Folder } from './folder.js';
import { recordObtained, recordSettled } from './ledger.js';
import type { TokenSource } from './renewal.js';
import type { Clock, RefreshSettings } from './types.js';

const BUDGET_TIMEOUT_MS = 5_000;
/** `Date` headers have whole seconds and responses take time, so smaller differences are ignored. */
const CLOCK_TOLERANCE_MS = 3_000;

/** The token sources for renewals; every token is recorded in the ledger before it is used. */
export function createTokenSource(deps: RequestDeps, folder: Folder, settings: RefreshSettings): TokenSource {
  const skew = { aheadMs: 0 };
  const http = trackingClockSkew(deps.http, deps.now, skew);
  const sourceDeps: SourceDeps = {
    ...deps,
    http,
    onObtained: (token) => recordObtained(folder, token),
    onSettled: (token) => recordSettled(folder, token),
  };
  const { githubApiUrl, timeoutMs } = settings.request;
  return {
    issuerAheadMs: () => skew.aheadMs,
    async obtain(request) {
      const [token] = await obtainTokens(sourceDeps, request);
      if (token === undefined) throw new SourceFailure('exhausted', 'The source gave no token.');
      return token;
    },
    async renewLease(lease, body) {
      const renewal = await renewLease(sourceDeps, { lease, body, timeoutMs });
      if (renewal.decision === 'replace') recordObtained(folder, renewal.token);
      return renewal;
    },
    readBudget: (token) => readBudget(sourceDeps, { githubApiUrl, token, timeoutMs: BUDGET_TIMEOUT_MS }),
  };
}

/** Records how far the responding server's clock is ahead of ours; expiry times are by that clock. */
function trackingClockSkew(http: Http, now: Clock['wallMs'], skew: { aheadMs: number }): Http {
  return async (request) => {
    const response = await http(request);
    const serverMs = Date.parse(response.headers.date ?? '');
    const aheadMs = serverMs - now();
    if (Number.isFinite(aheadMs)) skew.aheadMs = Math.abs(aheadMs) > CLOCK_TOLERANCE_MS ? aheadMs : 0;
    return response;
  };
}
