/** A `run:` step: the script in a file, a shell, and the header that shows the env context. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { processEnvOf } from './environment.js';
import { evaluateCondition, evaluateTemplate } from './expressions.js';
import { findProgram } from './job-settings.js';
import { contextsOf, type JobState } from './job-state.js';
import { runStage, unstartedStage } from './stage.js';
import { runHeader } from './step-header.js';
import type { RunStep, StageResult } from './types.js';
import { evaluateAll } from './uses-step.js';

export async function runScriptStep(job: JobState, step: RunStep): Promise<StageResult> {
  const condition = step.if ?? 'success()';
  if (!evaluateCondition(condition, contextsOf(job, {}))) {
    return unstartedStage(step.id ?? 'run', 'main', 'skipped');
  }
  const stepEnv = evaluateAll(job, step.env ?? {}, {});
  const script = evaluateTemplate(step.script, contextsOf(job, stepEnv));
  const file = join(job.settings.folders.temp, `${randomUUID()}.sh`);
  writeFileSync(file, script);
  const shell = shellOf(job, step.shell);
  return runStage(job, {
    name: step.id ?? 'run',
    stage: 'main',
    warnings: [],
    header: runHeader(script, [shell.file, ...shell.args, '{0}'].join(' '), {
      ...Object.fromEntries(job.envContext),
      ...stepEnv,
    }),
    file: shell.file,
    args: [...shell.args, file],
    cwd: resolve(job.settings.folders.workspace, step.workingDirectory ?? '.'),
    envFor: (files) => processEnvOf(job, { stepEnv, files, actionId: step.id ?? '__run', action: null }),
    stepEnv,
    stepState: {},
    condition,
    continueOnError: step.continueOnError ?? false,
    timeoutMs: step.timeoutMs ?? null,
    cancelWhen: step.cancelWhen ?? null,
    exitMessage: (exitCode) => `Process completed with exit code ${exitCode}.`,
  });
}

/** Searches the worker's PATH first, then the system's folders. */
function shellOf(job: JobState, requested: RunStep['shell']): { file: string; args: string[] } {
  const path = `${job.settings.inheritedEnv.PATH ?? ''}:/bin:/usr/bin`;
  const bash = requested === 'sh' ? null : findProgram('bash', path);
  if (bash === null) return { file: findProgram('sh', path) ?? '/bin/sh', args: ['-e'] };
  const args = requested === 'bash' ? ['--noprofile', '--norc', '-e', '-o', 'pipefail'] : ['-e'];
  return { file: bash, args };
}
