/** A job on the harness: see README.md in this folder. */
import { rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelJob } from './cancellation.js';
import { finishJob } from './finish.js';
import { prepareSettings } from './job-settings.js';
import { createJobState, type JobState } from './job-state.js';
import { findSecret } from './leaks.js';
import { makeWritable } from './manifest.js';
import { killTracked, listPids } from './processes.js';
import { runScriptStep } from './run-step.js';
import type { FinishResult, Job, JobOptions, StageResult } from './types.js';
import { runUsesStep } from './uses-step.js';
import { startWorker } from './worker.js';

const WAIT_FOR_LINE_MS = 10_000;

/** Creates the job's folders and takes a worker, by default one of its own. Every job needs `dispose`. */
export async function createJob(options: JobOptions = {}, takeWorker = startWorker): Promise<Job> {
  const pidsAtStart = listPids();
  const settings = prepareSettings(options);
  const state = createJobState(settings, await takeWorker(settings.nodePath));
  return {
    root: settings.folders.root,
    workspace: settings.folders.workspace,
    temp: settings.folders.temp,
    trackingId: settings.trackingId,
    workerPid: state.worker.pid,
    get status() {
      return state.status;
    },
    get env() {
      return Object.fromEntries(state.envContext);
    },
    get log() {
      return state.log.lines.join('\n');
    },
    get rawLog() {
      return state.log.rawLines.join('\n');
    },
    get summary() {
      return state.summaries.join('\n');
    },
    get annotations() {
      return state.annotations;
    },
    ...methodsOf(state, pidsAtStart),
  };
}

type Methods = {
  [Name in keyof Job as Job[Name] extends (...parameters: never[]) => unknown ? Name : never]: Job[Name];
};

function methodsOf(state: JobState, pidsAtStart: ReadonlySet<number>): Methods {
  const ended: { result: FinishResult | null } = { result: null };
  return {
    uses: (step) => runStep(state, step.id, () => runUsesStep(state, step)),
    run: (step) => runStep(state, step.id, () => runScriptStep(state, step)),
    cancel: () => cancelJob(state),
    killWorker: () => state.worker.kill(),
    finish: async () => {
      ended.result = await exclusively(state, () => finishJob(state, pidsAtStart));
      return ended.result;
    },
    waitForLine: (pattern, deadlineMs = WAIT_FOR_LINE_MS) => waitForLine(state, pattern, deadlineMs),
    expectNoLeak: (secret) => expectNoLeak(state, ended.result, secret),
    filesContaining: (text) => filesContaining(state.settings.folders.root, text),
    isMasked: (text) => /^(?:\*{3}|\s)*$/.test(state.masker.mask(text)),
    dispose: () => disposeJob(state, pidsAtStart),
  };
}

/** Updates the `steps` context and the job's status. As in the runner, outputs of a step without an id are lost. */
async function runStep(
  state: JobState,
  id: string | undefined,
  run: () => Promise<StageResult>,
): Promise<StageResult> {
  const result = await exclusively(state, run);
  if (result.conclusion === 'failure' && state.status === 'success') state.status = 'failure';
  if (id !== undefined) {
    const { outcome, conclusion, outputs } = result;
    state.steps.set(id, { outcome, conclusion, outputs: { ...outputs } });
  }
  return result;
}

/** A job runs one step at a time; a second one means that the test forgot an `await`. */
async function exclusively<Result>(state: JobState, run: () => Promise<Result>): Promise<Result> {
  if (state.isBusy) throw new Error('A step is still running: await it before you start the next.');
  state.isBusy = true;
  try {
    return await run();
  } finally {
    state.isBusy = false;
  }
}

function waitForLine(state: JobState, pattern: RegExp, deadlineMs: number): Promise<string> {
  const present = state.log.lines.find((line) => pattern.test(line));
  if (present !== undefined) return Promise.resolve(present);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stopListening();
      reject(
        new Error(
          `No line matched ${pattern} within ${deadlineMs} ms. The log:\n${state.log.lines.join('\n')}`,
        ),
      );
    }, deadlineMs);
    const stopListening = state.log.listen((line) => {
      if (!pattern.test(line)) return;
      clearTimeout(timer);
      stopListening();
      resolve(line);
    });
  });
}

function expectNoLeak(state: JobState, end: FinishResult | null, secret: string): void {
  const places = {
    'the log': state.log.lines.join('\n'),
    'a step summary': state.summaries.join('\n'),
    'an annotation': JSON.stringify(state.annotations),
    'a job output': JSON.stringify(end?.outputs ?? {}),
  };
  for (const [place, text] of Object.entries(places)) {
    const sighting = findSecret(text, secret);
    if (sighting === null) continue;
    throw new Error(
      `A secret appears in ${place}, ${sighting.form}, after: ${JSON.stringify(sighting.before)}`,
    );
  }
}

async function filesContaining(root: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Running processes create and delete files.
    const content = await readFile(path).catch(() => null);
    if (content?.includes(text)) found.push(path);
  }
  return found;
}

async function disposeJob(state: JobState, pidsAtStart: ReadonlySet<number>): Promise<void> {
  await state.worker.end();
  await killTracked(state.settings.trackingId, pidsAtStart);
  const { root } = state.settings.folders;
  try {
    removeFolder(root);
  } catch {
    makeWritable(root);
    removeFolder(root);
  }
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
