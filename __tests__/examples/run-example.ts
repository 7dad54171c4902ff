import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fixtureIn } from '../../testkit/runner/job-suite.js';
import type { Job, JobOptions, StageResult, Vars } from '../../testkit/runner/types.js';
import { ROOT, type Scene } from '../action/refresh/scene.js';

const SUITE = 'org/fetch-token';

export type Step = {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Vars;
};

export type ExampleRun = {
  readonly job: Job;
  readonly steps: readonly StageResult[];
  /** The inputs of the programs and actions that an example calls, in order. */
  readonly given: () => readonly { readonly by: string; readonly words: string; readonly token: string }[];
};

export type ExampleOptions = JobOptions & {
  /** Values of `vars.NAME` and `inputs.NAME`, as `{ 'vars.NAME': ... }`. */
  readonly values?: Vars;
  /** The replacement for https://api.github.com in an example. */
  readonly dotcom?: string;
};

export type Workflow = {
  permissions: Vars;
  jobs: Record<
    string,
    { steps?: Step[]; strategy?: { matrix: Record<string, string[]> }; [key: string]: unknown }
  >;
};

/** The workflow `examples/<name>.yml`, with the caller's variables and inputs inserted. */
export function readExample(name: string, values: Vars = {}, dotcom = 'https://api.github.com'): Workflow {
  const text = readFileSync(join(ROOT, 'examples', `${name}.yml`), 'utf8');
  return parse(withValues(text.replaceAll('https://api.github.com', dotcom), values));
}

/** `text` with a caller's variables and inputs inserted. */
export function withValues(text: string, values: Vars): string {
  return text.replaceAll(/\$\{\{ ((?:vars|inputs)\.[\w-]+) \}\}/g, (_, path: string) => {
    const value = values[path];
    if (value === undefined) throw new Error(`${path} is used, which the test does not give`);
    return value;
  });
}

export const outcomesOf = (steps: readonly StageResult[]) => steps.map(({ outcome }) => outcome);

export const annotationsOf = (steps: readonly StageResult[]) =>
  steps.flatMap(({ annotations }) => annotations.map(({ level, message }) => `${level}: ${message}`));

/** Fake gh, docker and mise that record their token; gh reads another variable on a GHES. */
const RECORDER = `#!/bin/sh
printf '%s\\t%s\\t%s\\n' "$(basename "$0")" "$*" "\${GH_TOKEN:-\${GH_ENTERPRISE_TOKEN:-\${GITHUB_TOKEN-}}}" >> "$RECORD"
`;

/** Runs the only job of an example on the committed bundles, step by step, and leaves `finish` to the caller. */
export async function runExample(
  scene: Scene,
  name: string,
  { values, dotcom, ...options }: ExampleOptions = {},
): Promise<ExampleRun> {
  const [example] = Object.values(readExample(name, values, dotcom).jobs);
  return runSteps(scene, await scene.job(options), example?.steps ?? []);
}

/** Runs the steps of a workflow in a job with the recording gh, docker and mise. */
export async function runSteps(scene: Scene, job: Job, toRun: readonly Step[]): Promise<ExampleRun> {
  const record = join(job.root, 'record');
  const programs = join(job.root, 'programs');
  mkdirSync(programs);
  writeFileSync(record, '');
  for (const program of ['gh', 'docker', 'mise']) {
    writeFileSync(join(programs, program), RECORDER);
    chmodSync(join(programs, program), 0o755);
  }
  await job.run({
    script: `echo "${programs}" >> "$GITHUB_PATH"\necho "RECORD=${record}" >> "$GITHUB_ENV"`,
  });
  const steps: StageResult[] = [];
  for (const step of toRun) steps.push(await runStep(scene, job, step));
  const given = () =>
    readFileSync(record, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'))
      .map(([by = '', words = '', token = '']) => ({ by, words, token }));
  return { job, steps, given };
}

async function runStep(scene: Scene, job: Job, step: Step): Promise<StageResult> {
  const common = {
    ...(step.id === undefined ? {} : { id: step.id }),
    ...(step.env === undefined ? {} : { env: step.env }),
  };
  if (step.run !== undefined) return job.run({ ...common, script: step.run });
  const action = new RegExp(`^${SUITE}(/refresh-token)?@v1$`).exec(step.uses ?? '');
  if (action) return job.uses({ ...common, action: join(ROOT, action[1] ?? ''), with: textsOf(step.with) });
  if (step.uses?.startsWith('actions/checkout@')) return checkout(scene, job);
  return useRecorder(job, step);
}

function textsOf(inputs: Step['with'] = {}): Vars {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));
}

/** As with `persist-credentials: false`: a clone without credentials. */
function checkout(scene: Scene, job: Job): Promise<StageResult> {
  const header = Buffer.from(`x-access-token:${scene.githubToken}`).toString('base64');
  return job.run({
    env: { HEADER: `http.extraheader=Authorization: basic ${header}` },
    script: 'git -c "$HEADER" clone --quiet "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git" .',
  });
}

/** Replaces a third-party action and records its token. */
async function useRecorder(job: Job, step: Step): Promise<StageResult> {
  const inputs = textsOf(step.with);
  const main = `import { appendFileSync } from 'node:fs';
appendFileSync(process.env.RECORD, ${JSON.stringify(`${step.uses}\t\t`)} + process.env.INPUT_TOKEN + '\\n');`;
  const action = await fixtureIn(job, {
    main,
    inputs: Object.fromEntries(Object.keys(inputs).map((name) => [name, null])),
  });
  return job.uses({ action, with: inputs });
}
