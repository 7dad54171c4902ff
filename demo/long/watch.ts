import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tokenIn } from '../../testkit/refresh-folder.js';
import type { LongView } from './job.js';
import { minuteOf } from './scale.js';
import { statusFor, type LongScene } from './scene.js';

export type Push = {
  minute: number;
  identity: string;
  /** The number of the job's token, from 1; 0 for a token that refresh-token never had. */
  generation: number;
  status: number;
  /** Whether the first token had expired, so that the push would have failed without refresh-token. */
  averted401: boolean;
};
export type Refresh = { minute: number; generation: number };
export type GhCall = { minute: number; generation: number; words: string };

/** Observations at the git server, in the token file and by the stand-in for gh. */
export type Observations = {
  pushes: Push[];
  refreshes: Refresh[];
  ghCalls: GhCall[];
  /** All tokens that the file held, oldest first. */
  tokens: string[];
  /** The git server's answer to the first token after it had expired. */
  firstTokenStatus: number | undefined;
};

const POLL_EVERY_MS = 40;

export const noObservations = (): Observations => ({
  pushes: [],
  refreshes: [],
  ghCalls: [],
  tokens: [],
  firstTokenStatus: undefined,
});

type LongWatch = {
  scene: LongScene;
  view: LongView;
  observations: Observations;
  print: (line: string) => void;
};

/** Polls until the signal is aborted, and once more after that; prints each event. */
export async function watchLongJob(watching: LongWatch, signal: AbortSignal): Promise<void> {
  for (;;) {
    const isLast = signal.aborted;
    await poll(watching);
    if (isLast) return;
    await delay(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function poll(watching: LongWatch): Promise<void> {
  await checkFirstToken(watching);
  // Read in this order: a token is in the file before anyone uses it.
  pollTokenFile(watching);
  pollPushes(watching);
  pollGhCalls(watching);
}

const minuteNow = ({ view }: LongWatch): number => minuteOf(Date.now() - view.startedMs);

function report({ print }: LongWatch, minute: number, text: string): void {
  print(`minute ${String(minute).padStart(3)}  ${text}`);
}

function pollTokenFile(watching: LongWatch): void {
  const { observations, view } = watching;
  const token = view.folder === undefined ? undefined : readIfPresent(() => tokenIn(view.folder ?? ''));
  if (token === undefined || token === '' || observations.tokens.includes(token)) return;
  observations.tokens.push(token);
  const [minute, generation] = [minuteNow(watching), observations.tokens.length];
  const isFirst = generation === 1;
  if (!isFirst) observations.refreshes.push({ minute, generation });
  const text = isFirst
    ? 'token 1 in use; it lives for 60 minutes'
    : `token ${generation} replaces token ${generation - 1}`;
  report(watching, minute, text);
}

/** Checks that a job with its first token would fail from now on. */
async function checkFirstToken(watching: LongWatch): Promise<void> {
  const { scene, observations } = watching;
  const [first] = observations.tokens;
  if (first === undefined || observations.firstTokenStatus !== undefined || scene.github.isAlive(first))
    return;
  observations.firstTokenStatus = await statusFor(scene, first);
  const minute = minuteNow(watching);
  report(
    watching,
    minute,
    `token 1 has expired; the git server answers it with ${observations.firstTokenStatus}`,
  );
}

function pollPushes(watching: LongWatch): void {
  const { scene, observations } = watching;
  const sent = scene.gitServer.requests.filter(
    ({ path, token }) => token !== null && path.endsWith('/git-receive-pack'),
  );
  for (const { token, status } of sent.slice(observations.pushes.length)) {
    const identity = scene.identityOf(token ?? '');
    // The request is in progress; the next poll has its answer.
    if (identity === undefined) return;
    const generation = observations.tokens.indexOf(token ?? '') + 1;
    const averted401 = generation > 1 && observations.firstTokenStatus === 401;
    const push = { minute: minuteNow(watching), identity, generation, status, averted401 };
    observations.pushes.push(push);
    const suffix = averted401 ? '; a 401 averted' : '';
    report(watching, push.minute, `push by ${identity} with token ${generation}: ${status}${suffix}`);
  }
}

function pollGhCalls(watching: LongWatch): void {
  const { observations, view } = watching;
  const file =
    view.recordFile === undefined
      ? ''
      : (readIfPresent(() => readFileSync(view.recordFile ?? '', 'utf8')) ?? '');
  const lines = file.split('\n').slice(0, -1);
  for (const line of lines.slice(observations.ghCalls.length)) {
    const [token = '', words = ''] = line.split('\t');
    const call = { minute: minuteNow(watching), generation: observations.tokens.indexOf(token) + 1, words };
    observations.ghCalls.push(call);
    report(watching, call.minute, `gh ${words}, with token ${call.generation}`);
  }
}

/** The job creates and deletes the files. */
function readIfPresent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
