import type { Act, ActDeps, ActResult } from '../act.js';
import { type LongView, runLongJob } from '../long/job.js';
import { type LongOutcome, longFaults, longText, collectOutcome } from '../long/report.js';
import { HOUR_MS, JOB_MINUTES } from '../long/scale.js';
import { pushedCommits, startLongScene } from '../long/scene.js';
import { noObservations, type Observations, watchLongJob } from '../long/watch.js';

/** A job that outlives its token and uses git and gh, with the committed bundles of refresh-token. */
export const longAct: Act = {
  name: 'long',
  summary: `A job of ${JOB_MINUTES} minutes with tokens that live for 60 pushes and calls gh to the end. An hour takes ${HOUR_MS / 1000} s.`,
  perform,
};

async function perform(deps: ActDeps): Promise<ActResult> {
  const startedMs = Date.now();
  const scene = await startLongScene(deps);
  const view: LongView = { startedMs: Date.now() };
  const observations = noObservations();
  const over = new AbortController();
  const watching = watchLongJob({ scene, view, observations, print: deps.progress.print }, over.signal);
  const running = untilAborted(runLongJob(scene, view, deps), deps.signal).finally(() => over.abort());
  const [run] = await Promise.all([running, watching]);
  const outcome: LongOutcome = {
    ...collectOutcome(scene, run, observations),
    pushedCommits: await pushedCommits(scene),
    tookMs: Date.now() - view.startedMs,
  };
  return resultOf(observations, outcome, {
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
    addresses: { github: scene.github.apiUrl, git: scene.gitServer.url },
  });
}

/** Ctrl-C ends the act at once; the demo cleans up. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = new Promise<never>((_, reject) => {
    const end = (): void => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
  return Promise.race([work, ended]);
}

type Environment = { seconds: number; addresses: ActResult['addresses'] };

function resultOf(
  observations: Observations,
  outcome: LongOutcome,
  { seconds, addresses }: Environment,
): ActResult {
  const faults = longFaults(observations, outcome);
  const verdict = faults.length === 0 ? 'as expected, no token in any log' : 'not all as expected';
  return {
    faults,
    text: `${longText(observations, outcome)}\n\n${JOB_MINUTES} minutes in ${seconds} s; ${verdict}.`,
    document: {
      act: 'long',
      seconds,
      job_minutes: JOB_MINUTES,
      token_minutes: 60,
      pushes: observations.pushes.map(({ averted401, ...push }) => ({ ...push, averted_401: averted401 })),
      refreshes: observations.refreshes,
      gh_calls: observations.ghCalls,
      tokens_used: observations.tokens.length,
      answer_to_first_token: observations.firstTokenStatus,
      keeper_ended: outcome.keeperEnded,
      secrets_shown: outcome.leaks,
      environment_restored: outcome.environmentRestored,
      tokens_alive: outcome.validTokens,
    },
    addresses,
  };
}
