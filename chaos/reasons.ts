import type { Answer, Excuse, History, Readiness } from './types.js';

/** Refusals for which there was no reason: nothing was broken, and budgets had something left. */
export function unreasonable(history: History): string[] {
  const refused = history.answers.filter(({ status }) => status === 503);
  return refused
    .filter((answer) => !isExcused(history, answer, 'refusals') && !isForBudget(history, answer))
    .map(({ route, code, atMs }) => `${route} 503 ${code ?? 'without a code'} at ${clock(atMs)}`);
}

/** A refusal for want of budget, at a time when all of it was spent or may have been promised. */
function isForBudget(history: History, { route, code, atMs, tookMs }: Answer): boolean {
  return route === 'lease' && code === 'pool_exhausted' && mayBeSpent(history, atMs, atMs + tookMs);
}

/**
 * Whether, by what clients were told, no owner may have had a whole request free. What a job spent before it has
 * reported may count twice, as spent and as promised; what clients never heard the answer to may be promised too.
 */
function mayBeSpent({ leases, answers, acknowledgements, rules }: History, fromMs: number, untilMs: number) {
  const ended = new Map(acknowledgements.map(({ leaseId, atMs }) => [leaseId, atMs]));
  const left = new Map<string, number>();
  for (const { owner, leaseId, askedAtMs, spent } of leases) {
    if (askedAtMs > untilMs) continue;
    const isOpen = (ended.get(leaseId) ?? Number.POSITIVE_INFINITY) >= fromMs;
    left.set(owner, (left.get(owner) ?? rules.lendable) - spent * (isOpen ? 2 : 1));
  }
  const unheard = answers.filter(
    ({ route, status, atMs }) => route === 'lease' && status === null && atMs <= untilMs,
  );
  const lost = unheard.reduce((sum, { wanted }) => sum + wanted, 0);
  const free = [...left.values()].reduce((sum, each) => sum + Math.max(0, each), 0);
  return left.size >= rules.owners && free < rules.owners + lost;
}

/** Whether it falls into a time in which something was broken, or was only just mended. */
function isExcused(
  { excuses, rules }: History,
  { atMs, tookMs }: Pick<Answer, 'atMs' | 'tookMs'>,
  ...kinds: Excuse['of'][]
): boolean {
  return excuses.some(
    ({ of, fromMs, untilMs }) =>
      kinds.includes(of) && atMs + tookMs >= fromMs && atMs <= untilMs + rules.backWithinMs,
  );
}

/** Servers that said they were not ready while nothing was broken, or failed to say either. */
export function wronglyUnready(history: History): string[] {
  return history.readiness
    .filter(({ status }) => status !== null && status !== 200)
    .filter((look) => look.status !== 503 || !isExcused(history, look, 'refusals', 'closing'))
    .map(({ status, atMs }) => `/readyz said ${status} at ${clock(atMs)}`);
}

export function lateReadiness({ readiness, rules }: History): string[] {
  return readiness
    .filter(({ tookMs }) => tookMs > rules.readyWithinMs)
    .map(({ status, tookMs }) => `/readyz said ${status ?? 'nothing'} after ${Math.round(tookMs)} ms`);
}

/** So many refusals, and not one lease, around an answer that says it is ready. */
const REFUSALS = 3;
const AROUND_MS = 750;

/** Servers that said they were ready while every lease was refused there, and not for want of budget. */
export function wronglyReady(history: History): string[] {
  const leases = Map.groupBy(
    history.answers.filter(({ route, status }) => route === 'lease' && status !== null),
    ({ server }) => server,
  );
  return history.readiness
    .filter(({ status }) => status === 200)
    .filter((look) => {
      const near = (leases.get(look.server) ?? []).filter((answer) => isAround(look, answer));
      return near.length >= REFUSALS && near.every(({ code }) => code === 'unavailable');
    })
    .map(({ atMs }) => `/readyz said 200 at ${clock(atMs)}`);
}

function isAround(look: Readiness, { atMs, tookMs }: Answer): boolean {
  const answeredAtMs = atMs + tookMs;
  return answeredAtMs >= look.atMs - AROUND_MS && answeredAtMs <= look.atMs + look.tookMs + AROUND_MS;
}

const clock = (atMs: number): string => new Date(atMs).toISOString().slice(11, 23);
