import { existsSync, readFileSync } from 'node:fs';
import { textTable } from '../table.js';
import type { LongRun } from './job.js';
import { HOUR_MS, PUSH_MINUTES } from './scale.js';
import type { LongScene } from './scene.js';
import type { Push, Observations } from './watch.js';

/** The results to check after the job. */
export type LongOutcome = {
  /** Subjects of the commits that reached the git server. */
  pushedCommits: readonly string[];
  keeperEnded: boolean;
  /** Secrets found in the log, the summary or an output, encoded ones included. */
  leaks: number;
  environmentRestored: boolean;
  /** Tokens that are still valid after the job. */
  validTokens: number;
  postOutcome: string;
  workOutcome: string;
  mints: number;
  tookMs: number;
};

/** Collects the results of the job. */
export function collectOutcome(scene: LongScene, run: LongRun, seen: Observations) {
  const { job, folder, keeper, end, workStep, configs } = run;
  const secrets = [...seen.tokens, scene.githubToken, keyBody(scene.app.privateKey)];
  const isGitOurs = Object.entries(job.env).some(
    ([name, value]) => name.startsWith('GIT_') && value.includes(folder),
  );
  return {
    keeperEnded: !isRunning(keeper) && end.orphans.length === 0,
    leaks: secrets.filter((secret) => findsSecret(() => job.expectNoLeak(secret))).length,
    environmentRestored: !isGitOurs && !existsSync(folder) && configs.before === configs.after,
    validTokens: seen.tokens.filter((token) => scene.github.accepts(token)).length,
    postOutcome: end.posts.find(({ outcome }) => outcome !== 'success')?.outcome ?? 'success',
    workOutcome: workStep.outcome,
    mints: scene.github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length,
  };
}

/** The unmet expectations. */
export function longFaults(seen: Observations, outcome: LongOutcome): string[] {
  const expected = PUSH_MINUTES.map((minute) => `minute ${minute}`);
  const { pushes, ghCalls } = seen;
  const foreignPushes = pushes.filter(({ identity }) => identity !== 'release-bot[bot]').length;
  const checks: [boolean, string][] = [
    [outcome.workOutcome === 'success', `the step ended with ${outcome.workOutcome}`],
    [
      outcome.pushedCommits.join() === expected.join(),
      `${outcome.pushedCommits.length} of ${expected.length} pushes arrived`,
    ],
    [foreignPushes === 0, `${foreignPushes} pushes had another identity than the App's`],
    [pushes.every(({ status }) => status === 200), 'the git server refused a push'],
    [seen.refreshes.length > 0, 'the token was never refreshed'],
    [seen.firstTokenStatus === 401, 'the first token never expired, so the demo shows nothing'],
    [pushes.some(({ averted401 }) => averted401), 'no push came after the first token expired'],
    [pushes.length === expected.length, `the git server saw ${pushes.length} pushes`],
    [outcome.mints <= maxMints(outcome.tookMs), `${outcome.mints} tokens were minted, too many for the time`],
    [ghCalls.length === expected.length, `gh was called ${ghCalls.length} times`],
    [ghCalls.every(({ generation }) => generation > 0), 'gh got a token that is not from this job'],
    [outcome.keeperEnded, 'the keeper is still running'],
    [outcome.postOutcome === 'success', `the post step ended with ${outcome.postOutcome}`],
    [outcome.leaks === 0, `${outcome.leaks} secrets appear in the log`],
    [outcome.environmentRestored, 'the environment was not restored'],
    [outcome.validTokens === 0, `${outcome.validTokens} tokens of the job are still valid`],
  ];
  return checks.filter(([isMet]) => !isMet).map(([, fault]) => fault);
}

/** A token is renewed no earlier than halfway through its life. */
function maxMints(tookMs: number): number {
  return 1 + Math.ceil(tookMs / (HOUR_MS / 2));
}

/** The table of pushes, and the other results. */
export function longText(seen: Observations, outcome: LongOutcome): string {
  const table = textTable<Push>(
    [
      { title: 'minute', align: 'right', cell: ({ minute }) => String(minute) },
      { title: 'pushed by', cell: ({ identity }) => identity },
      { title: 'token', align: 'right', cell: ({ generation }) => String(generation) },
      { title: 'answer', align: 'right', cell: ({ status }) => String(status) },
      { title: 'without refresh', cell: ({ averted401 }) => (averted401 ? '401' : 'the same') },
    ],
    seen.pushes,
  );
  const generations = new Set(seen.ghCalls.map(({ generation }) => generation)).size;
  const facts: [string, string][] = [
    [
      'refreshes',
      `${seen.refreshes.length}, at minute ${seen.refreshes.map(({ minute }) => minute).join(', ')}`,
    ],
    ['gh calls', `${seen.ghCalls.length}, with ${generations} tokens`],
    ['keeper', outcome.keeperEnded ? 'ended' : 'still running'],
    ['secrets in the log', String(outcome.leaks)],
    ['git and files', outcome.environmentRestored ? 'restored' : 'not restored'],
    ['tokens still valid', String(outcome.validTokens)],
  ];
  return `${table}\n\n${facts.map(([name, value]) => `${name.padEnd(20)}${value}`).join('\n')}`;
}

function isRunning(pid: number): boolean {
  try {
    // A zombie process has ended, too.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** The first and last line are the same for all keys, so they are not secret. */
function keyBody(pem: string): string {
  return pem.trim().split('\n').slice(1, -1).join('\n');
}

function findsSecret(check: () => void): boolean {
  try {
    check();
    return false;
  } catch {
    return true;
  }
}
