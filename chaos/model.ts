import { lateReadiness, unreasonable, wronglyReady, wronglyUnready } from './reasons.js';
import type { Answer, History } from './types.js';

/** At most so many violations of one kind are listed; the first few tell what is wrong. */
const LISTED = 3;

/**
 * Judges an experiment by the answers its clients got, knowing nothing of how the pool works: a line for each promise
 * that was broken. Jobs spend what they were promised right after the answer, so that the sum of it is what an owner
 * has given away.
 */
export function judge(history: History): string[] {
  return [
    ...given('a lease was given twice', twiceGiven(history)),
    ...given('one answer holds an owner twice', sharedOwners(history)),
    ...given('an owner was promised beyond budget less reserve', overPromised(history)),
    ...given('a lease is longer than leases last', tooLong(history)),
    ...given('an acknowledged lease was lost', lostLeases(history)),
    ...given('an acknowledged report was lost', lostReports(history)),
    ...given('a lease outlived its time', outlived(history)),
    ...given('a token was removed', removedTokens(history)),
    ...given('a 500 or worse', faults(history.answers)),
    ...given('a refusal without Retry-After', withoutRetryAfter(history.answers)),
    ...given('an answer came late', late(history)),
    ...given('refused without a reason', unreasonable(history)),
    ...given('not ready without a reason', wronglyUnready(history)),
    ...given('ready while every lease was refused', wronglyReady(history)),
    ...given('readiness was told late', lateReadiness(history)),
  ];
}

function given(what: string, cases: readonly string[]): string[] {
  if (cases.length === 0) return [];
  const more = cases.length > LISTED ? `, and ${cases.length - LISTED} more` : '';
  return [`${what}: ${cases.slice(0, LISTED).join('; ')}${more}`];
}

function twiceGiven({ leases }: History): string[] {
  const seen = new Set<string>();
  return leases.filter(({ leaseId }) => seen.size === seen.add(leaseId).size).map(({ leaseId }) => leaseId);
}

function sharedOwners({ leases }: History): string[] {
  const seen = new Set<string>();
  return leases
    .map(({ answerId, owner }) => `answer ${answerId}, ${owner}`)
    .filter((key) => seen.size === seen.add(key).size);
}

function overPromised({ leases, rules }: History): string[] {
  const spent = new Map<string, number>();
  for (const lease of leases) spent.set(lease.owner, (spent.get(lease.owner) ?? 0) + lease.spent);
  return [...spent]
    .filter(([, sum]) => sum > rules.lendable)
    .map(([owner, sum]) => `${owner} gave ${sum} of ${rules.lendable}`);
}

function tooLong({ leases, rules }: History): string[] {
  return leases
    .filter(({ expiresAtMs, answeredAtMs, askedAtMs }) => {
      const latestMs = answeredAtMs + rules.leaseMs + rules.clockSlackMs;
      return !(expiresAtMs > askedAtMs - rules.clockSlackMs && expiresAtMs <= latestMs);
    })
    .map(
      ({ leaseId, expiresAtMs, askedAtMs }) =>
        `${leaseId} ends ${expiresAtMs - askedAtMs} ms after it was asked for`,
    );
}

function lostLeases({ leases, sights }: History): string[] {
  const owners = new Map(leases.map(({ leaseId, owner }) => [leaseId, owner]));
  return sights
    .filter(({ leaseId, found }) => owners.has(leaseId) && found?.owner !== owners.get(leaseId))
    .map(({ leaseId, found }) => (found ? `${leaseId} is now of ${found.owner}` : `${leaseId} is unknown`));
}

function lostReports({ acknowledgements, sights }: History): string[] {
  const ended = new Map(
    acknowledgements.filter(({ state }) => state !== 'open').map(({ leaseId, state }) => [leaseId, state]),
  );
  return sights
    .filter(({ leaseId, found }) => found && ended.has(leaseId) && found.state !== ended.get(leaseId))
    .map(({ leaseId, found }) => `${leaseId} was ${ended.get(leaseId)} and is ${found?.state}`);
}

function outlived({ sights, rules }: History): string[] {
  return sights
    .filter(({ atMs, found }) => found?.state === 'open' && atMs > found.expiresAtMs + rules.clockSlackMs)
    .map(({ leaseId }) => leaseId);
}

function removedTokens({ tokens }: History): string[] {
  return tokens.before.filter((id) => !tokens.after.includes(id)).map((id) => `token ${id}`);
}

function faults(answers: readonly Answer[]): string[] {
  return answers
    .filter(({ status }) => status !== null && status >= 500 && status !== 503)
    .map(({ route, status }) => `${route} ${status}`);
}

function withoutRetryAfter(answers: readonly Answer[]): string[] {
  return answers
    .filter(({ status, hasRetryAfter }) => (status === 503 || status === 429) && !hasRetryAfter)
    .map(({ route, status }) => `${route} ${status}`);
}

function late({ answers, rules }: History): string[] {
  return answers
    .filter(({ tookMs }) => tookMs > rules.answerWithinMs)
    .map(({ route, status, tookMs }) => `${route} ${status ?? 'nothing'} after ${Math.round(tookMs)} ms`);
}
