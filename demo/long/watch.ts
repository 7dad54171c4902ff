import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tokenIn } from '../../testkit/refresh-folder.js';
import type { LongView } from './job.js';
import { minuteOf } from './scale.js';
import { answerTo, type LongScene } from './scene.js';

export type Push = {
  minute: number;
  identity: string;
  /** Which of the job's tokens, counted from 1; 0 for one that refresh-token never had. */
  generation: number;
  status: number;
  /** Whether the first token had expired, so that the push would have failed without refresh-token. */
  averted401: boolean;
};
export type Refresh = { minute: number; generation: number };
export type GhCall = { minute: number; generation: number; words: string };

/** What was observed at the git server, in the token file and by the stand-in for gh. */
export type Sightings = {
  pushes: Push[];
  refreshes: Refresh[];
  ghCalls: GhCall[];
  /** All tokens that the file held, oldest first. */
  tokens: string[];
  /** The git server's answer to the first token after it had expired. */
  answerToFirst: number | undefined;
};

const LOOK_EVERY_MS = 40;

export const nothingSeen = (): Sightings => ({
  pushes: [],
  refreshes: [],
  ghCalls: [],
  tokens: [],
  answerToFirst: undefined,
});

type Watching = { scene: LongScene; view: LongView; seen: Sightings; say: (line: string) => void };

/** Polls until the signal is aborted, and once more after that; reports each event as it is seen. */
export async function watchLongJob(watching: Watching, signal: AbortSignal): Promise<void> {
  for (;;) {
    const isLast = signal.aborted;
    await look(watching);
    if (isLast) return;
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function look(watching: Watching): Promise<void> {
  await lookAtFirstToken(watching);
  // Read in this order: a token is in the file before anyone uses it.
  lookAtTokens(watching);
  lookAtPushes(watching);
  lookAtGh(watching);
}

const minuteNow = ({ view }: Watching): number => minuteOf(Date.now() - view.startedMs);

function tell({ say }: Watching, minute: number, text: string): void {
  say(`minute ${String(minute).padStart(3)}  ${text}`);
}

function lookAtTokens(watching: Watching): void {
  const { seen, view } = watching;
  const token = view.folder === undefined ? undefined : attempt(() => tokenIn(view.folder ?? ''));
  if (token === undefined || token === '' || seen.tokens.includes(token)) return;
  seen.tokens.push(token);
  const [minute, generation] = [minuteNow(watching), seen.tokens.length];
  const isFirst = generation === 1;
  if (!isFirst) seen.refreshes.push({ minute, generation });
  const text = isFirst
    ? 'token 1 in use; it lives for 60 minutes'
    : `token swapped: ${generation} in place of ${generation - 1}`;
  tell(watching, minute, text);
}

/** Checks that a job that had kept its first token would fail from now on. */
async function lookAtFirstToken(watching: Watching): Promise<void> {
  const { scene, seen } = watching;
  const [first] = seen.tokens;
  if (first === undefined || seen.answerToFirst !== undefined || scene.github.isAlive(first)) return;
  seen.answerToFirst = await answerTo(scene, first);
  const minute = minuteNow(watching);
  tell(watching, minute, `token 1 has ended; to it the git server answers ${seen.answerToFirst}`);
}

function lookAtPushes(watching: Watching): void {
  const { scene, seen } = watching;
  const sent = scene.gitServer.requests.filter(
    ({ path, token }) => token !== null && path.endsWith('/git-receive-pack'),
  );
  for (const { token, status } of sent.slice(seen.pushes.length)) {
    const identity = scene.identityOf(token ?? '');
    // The request is in progress; the next poll has its answer.
    if (identity === undefined) return;
    const generation = seen.tokens.indexOf(token ?? '') + 1;
    const averted401 = generation > 1 && seen.answerToFirst === 401;
    const push = { minute: minuteNow(watching), identity, generation, status, averted401 };
    seen.pushes.push(push);
    const gain = averted401 ? '; a 401 averted' : '';
    tell(watching, push.minute, `push by ${identity} with token ${generation}: ${status}${gain}`);
  }
}

function lookAtGh(watching: Watching): void {
  const { seen, view } = watching;
  const file =
    view.recordFile === undefined ? '' : (attempt(() => readFileSync(view.recordFile ?? '', 'utf8')) ?? '');
  const lines = file.split('\n').slice(0, -1);
  for (const line of lines.slice(seen.ghCalls.length)) {
    const [token = '', words = ''] = line.split('\t');
    const call = { minute: minuteNow(watching), generation: seen.tokens.indexOf(token) + 1, words };
    seen.ghCalls.push(call);
    tell(watching, call.minute, `gh ${words}, with token ${call.generation}`);
  }
}

/** The files come and go with the job. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
