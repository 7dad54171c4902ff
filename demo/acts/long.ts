import type { Act, ActDeps, ActResult } from '../act.js';
import { type LongView, runLongJob } from '../long/job.js';
import { type LongOutcome, longFaults, longText, lookBack } from '../long/report.js';
import { HOUR_MS, JOB_MINUTES } from '../long/scale.js';
import { arrived, setLongScene } from '../long/scene.js';
import { nothingSeen, type Sightings, watchLongJob } from '../long/watch.js';

/** A job that outlives its token, with git and gh at work, through the committed bundles of refresh-token. */
export const longAct: Act = {
  name: 'long',
  summary: `A job of ${JOB_MINUTES} minutes whose tokens live for 60, an hour in ${HOUR_MS / 1000} s: it pushes and calls gh to the end.`,
  perform,
};

async function perform(deps: ActDeps): Promise<ActResult> {
  const startedMs = Date.now();
  const scene = await setLongScene(deps);
  const view: LongView = { startedMs: Date.now() };
  const seen = nothingSeen();
  const over = new AbortController();
  const watching = watchLongJob({ scene, view, seen, say: deps.progress.say }, over.signal);
  const running = endable(runLongJob(scene, view, deps), deps.signal).finally(() => over.abort());
  const [run] = await Promise.all([running, watching]);
  const outcome: LongOutcome = {
    ...lookBack(scene, run, seen),
    arrived: await arrived(scene),
    tookMs: Date.now() - view.startedMs,
  };
  return resultOf(seen, outcome, {
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
    addresses: { github: scene.github.apiUrl, git: scene.gitServer.url },
  });
}

/** Ctrl-C ends the act at once; the demo cleans up. */
async function endable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = new Promise<never>((_, reject) => {
    const end = (): void => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
  return Promise.race([work, ended]);
}

type Around = { seconds: number; addresses: ActResult['addresses'] };

function resultOf(seen: Sightings, outcome: LongOutcome, { seconds, addresses }: Around): ActResult {
  const faults = longFaults(seen, outcome);
  const verdict = faults.length === 0 ? 'as expected, no token in any log' : 'not all as expected';
  return {
    faults,
    text: `${longText(seen, outcome)}\n\n${JOB_MINUTES} minutes in ${seconds} s; ${verdict}.`,
    document: {
      act: 'long',
      seconds,
      job_minutes: JOB_MINUTES,
      token_minutes: 60,
      pushes: seen.pushes.map(({ averted401, ...push }) => ({ ...push, averted_401: averted401 })),
      refreshes: seen.refreshes,
      gh_calls: seen.ghCalls,
      tokens_used: seen.tokens.length,
      answer_to_first_token: seen.answerToFirst,
      keeper_ended: outcome.keeperEnded,
      secrets_shown: outcome.leaks,
      environment_restored: outcome.environmentRestored,
      tokens_alive: outcome.living,
    },
    addresses,
  };
}
