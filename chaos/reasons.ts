import type { Answer, Excuse, History, Readiness } from './types.js';

/** Refusals without a fault and with budget left. */
export function unexplainedRefusals(history: History): string[] {
  const refused = history.answers.filter(({ status }) => status === 503);
  return refused
    .filter((answer) => !isExcused(history, answer, 'refusals') && !isBudgetRefusal(history, answer))
    .map(({ route, code, atMs }) => `${route} 503 ${code ?? 'without a code'} at ${formatTime(atMs)}`);
}

/** Whether a request was refused for lack of budget when all budgets may have been exhausted. */
function isBudgetRefusal(history: History, { route, code, atMs, tookMs }: Answer): boolean {
  return route === 'lease' && code === 'pool_exhausted' && mayBeExhausted(history, atMs, atMs + tookMs);
}

/**
 * Whether, as far as clients can tell, every owner's budget may have been exhausted. Requests of an unreported job may
 * count twice, as spent and as promised. Requests whose answer was lost may be promised, too.
 */
function mayBeExhausted(
  { leases, answers, acknowledgements, rules }: History,
  fromMs: number,
  untilMs: number,
) {
  const ended = new Map(acknowledgements.map(({ leaseId, atMs }) => [leaseId, atMs]));
  const remaining = new Map<string, number>();
  for (const { owner, leaseId, requestedAtMs, spentRequests: spent } of leases) {
    if (requestedAtMs > untilMs) continue;
    const isOpen = (ended.get(leaseId) ?? Number.POSITIVE_INFINITY) >= fromMs;
    remaining.set(owner, (remaining.get(owner) ?? rules.lendable) - spent * (isOpen ? 2 : 1));
  }
  const unanswered = answers.filter(
    ({ route, status, atMs }) => route === 'lease' && status === null && atMs <= untilMs,
  );
  const unansweredRequests = unanswered.reduce((sum, { expectedRequests }) => sum + expectedRequests, 0);
  const free = [...remaining.values()].reduce((sum, each) => sum + Math.max(0, each), 0);
  return remaining.size >= rules.owners && free < rules.owners + unansweredRequests;
}

/** Whether an answer falls into the time of a fault or of the recovery after it. */
function isExcused(
  { excuses, rules }: History,
  { atMs, tookMs }: Pick<Answer, 'atMs' | 'tookMs'>,
  ...kinds: Excuse['of'][]
): boolean {
  return excuses.some(
    ({ of, fromMs, untilMs }) =>
      kinds.includes(of) && atMs + tookMs >= fromMs && atMs <= untilMs + rules.recoveryDeadlineMs,
  );
}

/** Answers of `/readyz` that are not 200 without a fault, or neither 200 nor 503. */
export function unexplainedUnready(history: History): string[] {
  return history.readiness
    .filter(({ status }) => status !== null && status !== 200)
    .filter((answer) => answer.status !== 503 || !isExcused(history, answer, 'refusals', 'closing'))
    .map(({ status, atMs }) => `/readyz returned ${status} at ${formatTime(atMs)}`);
}

export function slowReadiness({ readiness, rules }: History): string[] {
  return readiness
    .filter(({ tookMs }) => tookMs > rules.readyzDeadlineMs)
    .map(({ status, tookMs }) => `/readyz returned ${status ?? 'nothing'} after ${Math.round(tookMs)} ms`);
}

/** This many refusals and no lease around a 200 of `/readyz` make it false. */
const MIN_REFUSALS = 3;
const NEARBY_MS = 750;

/** Servers that reported ready while they refused every lease, and not for lack of budget. */
export function falselyReady(history: History): string[] {
  const leases = Map.groupBy(
    history.answers.filter(({ route, status }) => route === 'lease' && status !== null),
    ({ server }) => server,
  );
  return history.readiness
    .filter(({ status }) => status === 200)
    .filter((readiness) => {
      const nearby = (leases.get(readiness.server) ?? []).filter((answer) => isNear(readiness, answer));
      return nearby.length >= MIN_REFUSALS && nearby.every(({ code }) => code === 'unavailable');
    })
    .map(({ atMs }) => `/readyz returned 200 at ${formatTime(atMs)}`);
}

function isNear(readiness: Readiness, { atMs, tookMs }: Answer): boolean {
  const answeredAtMs = atMs + tookMs;
  return (
    answeredAtMs >= readiness.atMs - NEARBY_MS &&
    answeredAtMs <= readiness.atMs + readiness.tookMs + NEARBY_MS
  );
}

const formatTime = (atMs: number): string => new Date(atMs).toISOString().slice(11, 23);
