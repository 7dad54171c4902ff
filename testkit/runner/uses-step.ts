/** A `uses:` step: inputs, pre, main, and the registration of its post. */
import { join } from 'node:path';
import { type PlacedAction, placeAction } from './action-placement.js';
import { processEnvOf } from './environment.js';
import { evaluateCondition, evaluateTemplate } from './expressions.js';
import { contextsOf, type JobState } from './job-state.js';
import { type Manifest, readManifest } from './manifest.js';
import { runStage, unstartedStage } from './stage.js';
import { usesHeader } from './step-header.js';
import type { Stage, StageResult, UsesStep, Vars } from './types.js';

/** What all stages of one step share. */
interface StepRun {
  step: UsesStep;
  placed: PlacedAction;
  state: Record<string, string>;
}

export async function runUsesStep(job: JobState, step: UsesStep): Promise<StageResult> {
  const condition = step.if ?? 'success()';
  if (!evaluateCondition(condition, contextsOf(job, {}))) {
    return unstartedStage(step.id ?? step.action, 'main', 'skipped');
  }
  const run: StepRun = { step, placed: placeAction(job, step), state: {} };
  const manifest = readManifest(run.placed.folder);
  const pre = await runPre(job, run, manifest);
  if (pre !== null && pre.conclusion !== 'success') return pre;
  if (manifest.post !== null && pre === null) registerPost(job, run);
  return runScript(job, run, { stage: 'main', manifest, script: manifest.main, condition });
}

async function runPre(job: JobState, run: StepRun, manifest: Manifest): Promise<StageResult | null> {
  if (manifest.pre === null) return null;
  if (run.placed.isLocal) {
    job.log.write(`##[warning]\`pre\` execution is not supported for local action from '${run.placed.name}'`);
    return null;
  }
  if (!evaluateCondition(manifest.preIf, contextsOf(job, {}))) return null;
  // The post runs once any stage of the step has started.
  if (manifest.post !== null) registerPost(job, run);
  const condition = manifest.preIf;
  return runScript(job, run, { stage: 'pre', manifest, script: manifest.pre, condition });
}

function registerPost(job: JobState, run: StepRun): void {
  job.posts.push({ name: `Post ${run.placed.name}`, run: () => runPost(job, run) });
}

/** Reads the manifest again: a local action may be gone from the workspace by now. */
async function runPost(job: JobState, run: StepRun): Promise<StageResult> {
  const name = `Post ${run.placed.name}`;
  const mark = job.log.lines.length;
  const manifest = manifestOrFault(run.placed.folder);
  if (manifest instanceof Error || manifest.post === null) {
    job.log.write(`##[error]${manifest instanceof Error ? manifest.message : 'runs.post is missing'}`);
    return { ...unstartedStage(name, 'post', 'failure'), ...job.log.since(mark) };
  }
  if (!evaluateCondition(manifest.postIf, contextsOf(job, {})))
    return unstartedStage(name, 'post', 'skipped');
  const condition = manifest.postIf;
  return runScript(job, run, { stage: 'post', manifest, script: manifest.post, condition });
}

function manifestOrFault(folder: string): Manifest | Error {
  try {
    return readManifest(folder);
  } catch (error) {
    return error as Error;
  }
}

interface ScriptStage {
  stage: Stage;
  manifest: Manifest;
  script: string;
  condition: string;
}

async function runScript(job: JobState, run: StepRun, script: ScriptStage): Promise<StageResult> {
  const { step, placed, state } = run;
  const stepEnv = evaluateAll(job, step.env ?? {}, {});
  const inputs = readInputs(job, run, script.manifest, stepEnv);
  const actionId = step.id ?? `__${placed.name.replaceAll(/[^\w]+/g, '_')}`;
  const context = { ...Object.fromEntries(job.envContext), ...stepEnv };
  return runStage(job, {
    name: script.stage === 'post' ? `Post ${placed.name}` : placed.name,
    stage: script.stage,
    warnings: script.stage === 'main' ? inputWarnings(step, script.manifest) : [],
    header: script.stage === 'main' ? usesHeader(placed.name, inputs, context) : headerOf(script.stage),
    file: job.settings.nodePath,
    args: [join(placed.folder, script.script)],
    cwd: job.settings.folders.workspace,
    envFor: (files) => processEnvOf(job, { stepEnv, files, actionId, action: { inputs, state } }),
    stepEnv,
    stepState: state,
    condition: script.condition,
    continueOnError: step.continueOnError ?? false,
    timeoutMs: script.stage === 'main' ? (step.timeoutMs ?? null) : null,
    cancelWhen: script.stage === 'main' ? (step.cancelWhen ?? null) : null,
    exitMessage: null,
  });
}

function headerOf(stage: 'pre' | 'post'): string {
  return stage === 'post' ? 'Post job cleanup.' : '##[group]Run pre\n##[endgroup]';
}

/** Every declared input is there, with its default; `required` is not enforced by the runner. */
function readInputs(job: JobState, run: StepRun, manifest: Manifest, stepEnv: Vars): Record<string, string> {
  const defaults = manifest.inputs.map((input) => [input.name.toLowerCase(), input.default]);
  return evaluateAll(job, { ...Object.fromEntries(defaults), ...withInputs(run.step) }, stepEnv);
}

function withInputs(step: UsesStep): Record<string, string> {
  const entries = Object.entries(step.with ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

/** An input that the manifest does not declare is passed on, with a warning. */
function inputWarnings(step: UsesStep, manifest: Manifest): string[] {
  const known = manifest.inputs.map(({ name }) => name);
  const unknown = Object.keys(withInputs(step)).filter(
    (given) => !known.some((name) => name.toLowerCase() === given),
  );
  if (unknown.length === 0) return [];
  const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
  return [`Unexpected input(s) ${list(unknown)}, valid inputs are [${list(known)}]`];
}

/** Evaluates the expressions in all values against the job as it is now. */
export function evaluateAll(job: JobState, values: Vars, stepEnv: Vars): Record<string, string> {
  const contexts = contextsOf(job, stepEnv);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, evaluateTemplate(value, contexts)]),
  );
}
