import { existsSync, readFileSync } from 'node:fs';
import { textTable } from '../table.js';
import type { LongRun } from './job.js';
import { HOUR_MS, PUSH_MINUTES } from './scale.js';
import type { LongScene } from './scene.js';
import type { Push, Sightings } from './watch.js';

/** What is checked after the job. */
export type LongOutcome = {
  /** Subjects of the commits that the git server has. */
  arrived: readonly string[];
  keeperEnded: boolean;
  /** Secrets found in the log, the summary or an output, encoded ones included. */
  leaks: number;
  environmentRestored: boolean;
  /** Tokens that are still valid after the job. */
  living: number;
  postOutcome: string;
  workOutcome: string;
  mints: number;
  tookMs: number;
};

/** Collects what the job left behind. */
export function lookBack(scene: LongScene, run: LongRun, seen: Sightings) {
  const { job, folder, keeper, end, worked, configs } = run;
  const secrets = [...seen.tokens, scene.githubToken, keyBody(scene.app.privateKey)];
  const isGitOurs = Object.entries(job.env).some(
    ([name, value]) => name.startsWith('GIT_') && value.includes(folder),
  );
  return {
    keeperEnded: !isRunning(keeper) && end.orphans.length === 0,
    leaks: secrets.filter((secret) => shows(() => job.expectNoLeak(secret))).length,
    environmentRestored: !isGitOurs && !existsSync(folder) && configs.before === configs.after,
    living: seen.tokens.filter((token) => scene.github.accepts(token)).length,
    postOutcome: end.posts.find(({ outcome }) => outcome !== 'success')?.outcome ?? 'success',
    workOutcome: worked.outcome,
    mints: scene.github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length,
  };
}

/** The expectations that were not met. */
export function longFaults(seen: Sightings, outcome: LongOutcome): string[] {
  const wanted = PUSH_MINUTES.map((minute) => `minute ${minute}`);
  const { pushes, ghCalls } = seen;
  const stray = pushes.filter(({ identity }) => identity !== 'release-bot[bot]').length;
  const kept: [boolean, string][] = [
    [outcome.workOutcome === 'success', `the step ended with ${outcome.workOutcome}`],
    [
      outcome.arrived.join() === wanted.join(),
      `${outcome.arrived.length} of ${wanted.length} pushes arrived`,
    ],
    [stray === 0, `${stray} pushes carried another identity than the App's`],
    [pushes.every(({ status }) => status === 200), 'the git server refused a push'],
    [seen.refreshes.length > 0, 'the token was never refreshed'],
    [seen.answerToFirst === 401, 'the first token never ended, so that nothing was shown'],
    [pushes.some(({ averted401 }) => averted401), 'no push came after the end of the first token'],
    [pushes.length === wanted.length, `the git server saw ${pushes.length} pushes`],
    [
      outcome.mints <= mostMints(outcome.tookMs),
      `${outcome.mints} tokens were minted, too many for the time`,
    ],
    [ghCalls.length === wanted.length, `gh was called ${ghCalls.length} times`],
    [ghCalls.every(({ generation }) => generation > 0), 'gh was given a token that is not of this job'],
    [outcome.keeperEnded, 'the keeper runs on'],
    [outcome.postOutcome === 'success', `the post step ended with ${outcome.postOutcome}`],
    [outcome.leaks === 0, `${outcome.leaks} secrets show in the log`],
    [outcome.environmentRestored, 'the environment is not as it was'],
    [outcome.living === 0, `${outcome.living} tokens of the job live on`],
  ];
  return kept.filter(([isKept]) => !isKept).map(([, fault]) => fault);
}

/** A token is renewed after half of its life at the earliest. */
function mostMints(tookMs: number): number {
  return 1 + Math.ceil(tookMs / (HOUR_MS / 2));
}

/** The table of pushes, and the other results. */
export function longText(seen: Sightings, outcome: LongOutcome): string {
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
    ['keeper', outcome.keeperEnded ? 'ended' : 'runs on'],
    ['secrets in the log', String(outcome.leaks)],
    ['git and files', outcome.environmentRestored ? 'as before' : 'not as before'],
    ['tokens still alive', String(outcome.living)],
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

function shows(check: () => void): boolean {
  try {
    check();
    return false;
  } catch {
    return true;
  }
}
