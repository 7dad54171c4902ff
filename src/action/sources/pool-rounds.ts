import { type Checked, checkToken } from './check-token.js';
import { reportLease, reportSpentLegacyToken } from './lease.js';
import { type LeaseOrder, leaseFromPool } from './pool.js';
import { type ObtainedToken, type SourceDeps, SourceFailure } from './types.js';

/** Giving back a bad token only helps the pool, so the job does not wait long for it. */
const REPORT_TIMEOUT_MS = 4000;
const WAIT_SPREAD_MS = 500;

const DEFAULT_ATTEMPTS = 3;

type Rounds = Omit<LeaseOrder, 'count' | 'exclude'>;
type Unusable = Extract<Checked, { usable: false }>;

/**
 * Leases tokens, checks each, gives back the bad ones and asks for tokens of other owners, for at most
 * `request.attempts` rounds. May return fewer tokens than asked for; throws if there are none.
 */
export async function obtainFromPool(deps: SourceDeps, rounds: Rounds): Promise<ObtainedToken[]> {
  const { request } = rounds;
  const good: ObtainedToken[] = [];
  const bad: Unusable[] = [];
  const attempts = request.attempts ?? DEFAULT_ATTEMPTS;
  let failure: unknown = null;
  for (let attempt = 0; attempt < attempts && good.length < request.count; attempt += 1) {
    const seen = [...good, ...bad.map((checked) => checked.token)];
    const exclude = [...request.exclude, ...seen.flatMap((token) => token.ownerRef ?? [])];
    try {
      const order = { ...rounds, count: request.count - good.length, exclude };
      const leased = await (good.length === 0 ? leaseInTime : leaseFromPool)(deps, order);
      const checked = await Promise.all(leased.map((token) => checkToken(deps, { ...rounds, token })));
      good.push(...checked.flatMap((one) => (one.usable ? [one.token] : [])));
      const refused = checked.filter((one): one is Unusable => !one.usable);
      bad.push(...refused);
      await Promise.all(refused.map((one) => giveBack(deps, one)));
      // Too few tokens but all of them good: the pool has no more.
      if (refused.length === 0) break;
    } catch (error) {
      failure = error;
      break;
    }
  }
  if (deps.signal.aborted && failure !== null) throw failure;
  if (good.length === 0) throw failure ?? allRefused(bad);
  if (good.length < request.count) {
    deps.log.warning(
      `The pool gave ${good.length} of ${request.count} tokens. Ask its operator for more owners, or lower \`count\`.`,
    );
  }
  return good;
}

/** Leases tokens. With `wait`, retries at the times that the pool names, until the deadline. */
async function leaseInTime(deps: SourceDeps, order: LeaseOrder): Promise<ObtainedToken[]> {
  for (;;) {
    try {
      return await leaseFromPool(deps, order);
    } catch (error) {
      const seconds = error instanceof SourceFailure ? error.retryAfterSeconds : null;
      if (!order.request.wait || seconds === null) throw error;
      // With jitter, because every leg of a matrix was told the same time.
      const waitMs = Math.max(1, seconds) * 1000 + deps.random() * WAIT_SPREAD_MS;
      if (deps.now() + waitMs >= order.deadlineAtMs) throw error;
      deps.log.info(`The pool has no token now and expects one in ${seconds} s. Waiting for it.`);
      await deps.sleep(waitMs, deps.signal);
    }
  }
}

async function giveBack(deps: SourceDeps, { token, report, why }: Unusable): Promise<void> {
  deps.log.info(`A token of ${token.ownerRef ?? 'the pool'} is given back: ${why}.`);
  const { lease, rateLimit, tokenId } = token;
  if (!lease) return;
  try {
    if (lease.leaseId !== null)
      await reportLease(deps, { lease, body: report, timeoutMs: REPORT_TIMEOUT_MS });
    else if (report.outcome === 'exhausted' && tokenId !== null && rateLimit !== null) {
      const body = { tokenId, resetAtMs: rateLimit.resetAtMs };
      await reportSpentLegacyToken(deps, { lease, body, timeoutMs: REPORT_TIMEOUT_MS });
    }
    deps.onSettled(token);
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    // `onSettled` was not called, so post retries. Failing that, the lease expires.
    deps.log.info(`The pool did not take the token back yet: ${error.message}`);
  }
}

function allRefused(bad: readonly Unusable[]): SourceFailure {
  const why = bad.at(-1)?.why ?? 'none was given';
  const tokens = bad.length === 1 ? 'one token' : `${bad.length} tokens`;
  return new SourceFailure(
    'exhausted',
    `The pool's tokens cannot be used (${tokens} tried): ${why}. The pool was told; run the job again later.`,
  );
}
