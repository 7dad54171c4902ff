/** One stage: header, process, file commands, outcome. */
import { cancelJob } from './cancellation.js';
import { createCommandProcessor } from './command-processor.js';
import { evaluateCondition } from './expressions.js';
import { applyFileCommands, createFileCommandFiles, type FileCommandPaths } from './file-commands.js';
import { contextsOf, type JobState } from './job-state.js';
import { type ProcessRun, runProcess } from './stage-process.js';
import { createStageTarget, type StageTarget } from './stage-target.js';
import type { Outcome, Stage, StageResult, Vars } from './types.js';

export interface StageOrder {
  name: string;
  stage: Stage;
  /** Printed and annotated before the header. */
  warnings: readonly string[];
  header: string;
  file: string;
  args: string[];
  cwd: string;
  envFor(files: FileCommandPaths): Record<string, string>;
  stepEnv: Vars;
  /** Shared by the stages of one step, and changed by them. */
  stepState: Record<string, string>;
  condition: string;
  continueOnError: boolean;
  timeoutMs: number | null;
  cancelWhen: RegExp | null;
  /** What the runner prints for a non-zero exit code; null for actions, which report their own errors. */
  exitMessage: ((exitCode: number) => string) | null;
}

export async function runStage(job: JobState, order: StageOrder): Promise<StageResult> {
  if (!job.worker.isAlive) throw new Error(`The worker is dead: it cannot run '${order.name}'.`);
  const mark = job.log.lines.length;
  const startedAtMs = Date.now();
  const target = createStageTarget(job, order.stepState, order.stepEnv);
  const files = createFileCommandFiles(job.settings.folders.temp, job.previousFiles);
  job.previousFiles = files;
  const env = order.envFor(files);
  for (const warning of order.warnings) target.issue('warning', warning);
  job.log.write(order.header);
  const run = await runWatched(job, order, target, env);
  if (run.exitCode && order.exitMessage && run.interruption === null) {
    target.issue('error', order.exitMessage(run.exitCode));
  }
  if (!run.isLost) applyFileCommands(files, target);
  const outcome = judge(order, run, target);
  const { record } = target;
  return {
    name: order.name,
    stage: order.stage,
    outcome,
    conclusion: outcome === 'failure' && order.continueOnError ? 'success' : outcome,
    exitCode: run.exitCode,
    signal: run.signal,
    pid: run.pid,
    outputs: record.outputs,
    env: record.env,
    paths: record.paths,
    state: { ...order.stepState },
    summary: record.summary,
    annotations: record.annotations,
    ...job.log.since(mark),
    stdout: run.stdout,
    stderr: run.stderr,
    processEnv: env,
    signals: run.signals,
    timing: { startedAtMs, durationMs: Date.now() - startedAtMs, pipesHeldMs: run.pipesHeldMs },
  };
}

async function runWatched(
  job: JobState,
  order: StageOrder,
  target: StageTarget,
  env: Record<string, string>,
): Promise<ProcessRun> {
  const commands = createCommandProcessor(target);
  const stopListening = job.log.listen((line) => {
    if (order.cancelWhen?.test(line) && job.status !== 'cancelled') void cancelJob(job);
  });
  try {
    return await runProcess(
      job,
      { file: order.file, args: order.args, cwd: order.cwd, env },
      {
        onLine: commands.handleLine,
        holdsCondition: () => evaluateCondition(order.condition, contextsOf(job, order.stepEnv)),
        timeoutMs: order.timeoutMs,
      },
    );
  } finally {
    stopListening();
  }
}

/** Cancellation and timeout take precedence over the exit code. */
function judge(order: StageOrder, run: ProcessRun, target: StageTarget): Outcome {
  if (run.isLost) return 'cancelled';
  if (run.interruption === 'cancelled') {
    target.issue('error', 'The operation was canceled.');
    return 'cancelled';
  }
  if (run.interruption === 'timed-out') {
    target.issue('error', `The action '${order.name}' has timed out.`);
    return 'failure';
  }
  if (run.failure !== null) {
    target.issue('error', run.failure);
    return 'failure';
  }
  return run.exitCode === 0 && !target.record.hasFailed ? 'success' : 'failure';
}

/** The result of a stage that started no process: it was skipped, or failed earlier. */
export function unstartedStage(name: string, stage: Stage, outcome: 'skipped' | 'failure'): StageResult {
  return {
    name,
    stage,
    outcome,
    conclusion: outcome,
    exitCode: null,
    signal: null,
    pid: null,
    outputs: {},
    env: {},
    paths: [],
    state: {},
    summary: '',
    annotations: [],
    lines: [],
    rawLines: [],
    stdout: '',
    stderr: '',
    processEnv: {},
    signals: [],
    timing: { startedAtMs: Date.now(), durationMs: 0, pipesHeldMs: 0 },
  };
}
