import { slowReadiness, unexplainedRefusals, falselyReady, unexplainedUnready } from './reasons.js';
import type { Answer, History } from './types.js';

/** How many violations of one kind are listed. */
const MAX_LISTED = 3;

/**
 * Checks an experiment's history against the pool's promises, knowing nothing of how the pool works. Returns a line
 * for each broken promise. Jobs spend all that they were promised at once, so an owner's sum is what it gave away.
 */
export function judge(history: History): string[] {
  return [
    ...violation('a lease was granted twice', duplicateLeases(history)),
    ...violation('an answer names an owner twice', repeatedOwners(history)),
    ...violation('an owner was promised beyond its lendable budget', overcommittedOwners(history)),
    ...violation('a lease has a wrong duration', overlongLeases(history)),
    ...violation('an acknowledged lease was lost', lostLeases(history)),
    ...violation('an acknowledged report was lost', lostReports(history)),
    ...violation('a lease was open after its expiry', leasesOpenAfterExpiry(history)),
    ...violation('a token was removed', removedTokens(history)),
    ...violation('a server error', serverErrors(history.answers)),
    ...violation('a refusal without Retry-After', withoutRetryAfter(history.answers)),
    ...violation('a late answer', lateAnswers(history)),
    ...violation('an unexplained refusal', unexplainedRefusals(history)),
    ...violation('an unexplained not-ready', unexplainedUnready(history)),
    ...violation('ready while every lease was refused', falselyReady(history)),
    ...violation('a late /readyz', slowReadiness(history)),
  ];
}

function violation(what: string, cases: readonly string[]): string[] {
  if (cases.length === 0) return [];
  const more = cases.length > MAX_LISTED ? `, and ${cases.length - MAX_LISTED} more` : '';
  return [`${what}: ${cases.slice(0, MAX_LISTED).join('; ')}${more}`];
}

function duplicateLeases({ leases }: History): string[] {
  const seen = new Set<string>();
  return leases.filter(({ leaseId }) => seen.size === seen.add(leaseId).size).map(({ leaseId }) => leaseId);
}

function repeatedOwners({ leases }: History): string[] {
  const seen = new Set<string>();
  return leases
    .map(({ answerId, owner }) => `answer ${answerId}, ${owner}`)
    .filter((key) => seen.size === seen.add(key).size);
}

function overcommittedOwners({ leases, rules }: History): string[] {
  const spent = new Map<string, number>();
  for (const lease of leases) spent.set(lease.owner, (spent.get(lease.owner) ?? 0) + lease.spentRequests);
  return [...spent]
    .filter(([, sum]) => sum > rules.lendable)
    .map(([owner, sum]) => `${owner} gave ${sum} of ${rules.lendable}`);
}

function overlongLeases({ leases, rules }: History): string[] {
  return leases
    .filter(({ expiresAtMs, answeredAtMs, requestedAtMs }) => {
      const latestMs = answeredAtMs + rules.leaseMs + rules.clockToleranceMs;
      return !(expiresAtMs > requestedAtMs - rules.clockToleranceMs && expiresAtMs <= latestMs);
    })
    .map(
      ({ leaseId, expiresAtMs, requestedAtMs }) =>
        `${leaseId} ends ${expiresAtMs - requestedAtMs} ms after the request`,
    );
}

function lostLeases({ leases, leasesAfterFault }: History): string[] {
  const owners = new Map(leases.map(({ leaseId, owner }) => [leaseId, owner]));
  return leasesAfterFault
    .filter(({ leaseId, found }) => owners.has(leaseId) && found?.owner !== owners.get(leaseId))
    .map(({ leaseId, found }) =>
      found ? `${leaseId} now belongs to ${found.owner}` : `${leaseId} is unknown`,
    );
}

function lostReports({ acknowledgements, leasesAfterFault }: History): string[] {
  const ended = new Map(
    acknowledgements.filter(({ state }) => state !== 'open').map(({ leaseId, state }) => [leaseId, state]),
  );
  return leasesAfterFault
    .filter(({ leaseId, found }) => found && ended.has(leaseId) && found.state !== ended.get(leaseId))
    .map(({ leaseId, found }) => `${leaseId} was ${ended.get(leaseId)} and is ${found?.state}`);
}

function leasesOpenAfterExpiry({ leasesAfterFault, rules }: History): string[] {
  return leasesAfterFault
    .filter(({ atMs, found }) => found?.state === 'open' && atMs > found.expiresAtMs + rules.clockToleranceMs)
    .map(({ leaseId }) => leaseId);
}

function removedTokens({ tokens }: History): string[] {
  return tokens.before.filter((id) => !tokens.after.includes(id)).map((id) => `token ${id}`);
}

function serverErrors(answers: readonly Answer[]): string[] {
  return answers
    .filter(({ status }) => status !== null && status >= 500 && status !== 503)
    .map(({ route, status }) => `${route} ${status}`);
}

function withoutRetryAfter(answers: readonly Answer[]): string[] {
  return answers
    .filter(({ status, hasRetryAfter }) => (status === 503 || status === 429) && !hasRetryAfter)
    .map(({ route, status }) => `${route} ${status}`);
}

function lateAnswers({ answers, rules }: History): string[] {
  return answers
    .filter(({ tookMs }) => tookMs > rules.answerDeadlineMs)
    .map(({ route, status, tookMs }) => `${route} ${status ?? 'no answer'} after ${Math.round(tookMs)} ms`);
}
