/** The public types of the harness: options of jobs and steps, and their results. */

export type Outcome = 'success' | 'failure' | 'cancelled' | 'skipped';
export type Stage = 'pre' | 'main' | 'post';
export type AnnotationLevel = 'error' | 'warning' | 'notice';
export type Vars = Readonly<Record<string, string>>;

export interface JobOptions {
  /** `owner/name`; default `octo-org/widgets`. */
  repository?: string;
  workflow?: string;
  job?: string;
  runId?: string;
  attempt?: number;
  eventName?: string;
  /** `github.actor`. */
  actor?: string;
  eventPayload?: unknown;
  /** `github.token` and `secrets.GITHUB_TOKEN`; masked from the start. No process gets it unless a step passes it. */
  githubToken?: string;
  /** Set only for a job with `id-token: write`. */
  oidc?: { requestUrl: string; requestToken: string };
  /** The worker's own environment (step 1 of the runner's order). Default: a system PATH and an empty HOME. */
  env?: Vars;
  /** Programs the job may find: PATH becomes one folder with links to just these. Overrides `env.PATH`. */
  tools?: readonly string[];
  /** `env:` of workflow and job. Values may hold expressions. */
  jobEnv?: Vars;
  /** The `secrets` context; every value is masked from the start. */
  secrets?: Vars;
  /** `outputs:` of the job, evaluated at the end; dropped when they contain a mask. */
  outputs?: Vars;
  matrix?: Vars;
  /** `strategy.job-index`: which leg of the matrix this job is. Default 0, as for a job without a matrix. */
  jobIndex?: number;
  /** Step debug: RUNNER_DEBUG=1, debug lines and commands are echoed. */
  debug?: boolean;
  apiUrl?: string;
  serverUrl?: string;
  /** The `externals/node24` binary. Default: the project's own Node 24. */
  nodePath?: string;
  /** Where the job's folders are made; may contain spaces. Default: a fresh folder under the system's temp. */
  tempRoot?: string;
  /** Factor on the runner's own waits (7.5 s, 2.5 s, 5 s). Default 0.04: 300, 100, 200 ms. */
  timeScale?: number;
}

interface StepCommon {
  id?: string;
  /** An expression; default `success()`. */
  if?: string;
  env?: Vars;
  continueOnError?: boolean;
  /** `timeout-minutes` in real milliseconds, not scaled. */
  timeoutMs?: number;
  /** Cancels the job once a rendered line of this step matches. */
  cancelWhen?: RegExp;
}

export interface UsesStep extends StepCommon {
  /** Folder that holds `action.yml`; it is copied into the job unless `inPlace` is set. */
  action: string;
  with?: Vars;
  /** `octo-org/fetch-token@v1` in headers and as the folder under `_actions`. */
  ref?: string;
  /** `extracted` (default) as the runner downloads it, `read-only` likewise without write bits, `in-place` as `uses: ./x`. */
  placement?: 'extracted' | 'read-only' | 'in-place';
}

export interface RunStep extends StepCommon {
  script: string;
  /** Default: the runner's unspecified shell, `bash -e`, or `sh -e` where there is no bash. */
  shell?: 'bash' | 'sh';
  workingDirectory?: string;
}

export interface Annotation {
  level: AnnotationLevel;
  /** Masked, unescaped, at most 4096 characters. */
  message: string;
  title?: string;
  file?: string;
  line?: string;
}

export interface SentSignal {
  signal: NodeJS.Signals;
  /** Since the cancellation. */
  afterMs: number;
}

export interface StageTiming {
  startedAtMs: number;
  durationMs: number;
  /** How long the runner waited for pipes that a child process kept open. */
  pipesHeldMs: number;
}

/** One process run by the job: a `run:` step, or a stage of an action. */
export interface StageResult {
  name: string;
  stage: Stage;
  /** Before `continue-on-error`. */
  outcome: Outcome;
  /** After `continue-on-error`. */
  conclusion: Outcome;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  pid: number | null;
  outputs: Vars;
  /** Pairs this stage added to the env context (GITHUB_ENV). */
  env: Vars;
  /** Lines this stage added to PATH (GITHUB_PATH). */
  paths: readonly string[];
  /** State of the step after this stage. */
  state: Vars;
  /** As uploaded: masked. */
  summary: string;
  annotations: readonly Annotation[];
  /** The log of this stage as shown to readers: masked, with its header. */
  lines: readonly string[];
  /** `lines` before masking. */
  rawLines: readonly string[];
  stdout: string;
  stderr: string;
  /** Environment the process was started with. */
  processEnv: Vars;
  signals: readonly SentSignal[];
  timing: StageTiming;
}

export interface Orphan {
  pid: number;
  command: string;
}

export interface FinishResult {
  status: Exclude<Outcome, 'skipped'>;
  /** In the order they ran: last registered first. */
  posts: readonly StageResult[];
  outputs: Vars;
  /** Outputs that were dropped because they contain a secret. */
  droppedOutputs: readonly string[];
  /** Processes the runner killed at the end of the job. */
  orphans: readonly Orphan[];
  /** Files an action changed below `_actions`. */
  actionChanges: readonly string[];
}

export interface Job {
  /** Folder of the whole job; the others are below it. */
  readonly root: string;
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  /** The id that marks the job's processes. */
  readonly trackingId: string;
  /** Parent of every process of the job: what `Runner.Worker` is. */
  readonly workerPid: number;
  readonly status: Exclude<Outcome, 'skipped'>;
  /** The env context so far, as step headers print it. */
  readonly env: Vars;
  /** The whole log as shown to readers. */
  readonly log: string;
  /** `log` before masking. */
  readonly rawLog: string;
  /** Masked summaries of all stages so far. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];

  uses(step: UsesStep): Promise<StageResult>;
  run(step: RunStep): Promise<StageResult>;
  /** Cancels the job, as the button does; resolves when the running step, if any, has ended. */
  cancel(): Promise<void>;
  /** Kills the worker: running steps are lost, nothing is cleaned up, and `finish` runs no posts. */
  killWorker(): Promise<void>;
  /** Runs posts (last registered first), evaluates job outputs, kills orphans, empties RUNNER_TEMP. */
  finish(): Promise<FinishResult>;
  /** Resolves with the first rendered line that matches; rejects at the deadline (default 10 s). */
  waitForLine(pattern: RegExp, deadlineMs?: number): Promise<string>;
  /** Throws when log, summary, annotations or job outputs show the secret or an encoding of it. */
  expectNoLeak(secret: string): void;
  /** Paths below `root` of files whose content holds the text. */
  filesContaining(text: string): Promise<string[]>;
  /** Whether the masker replaces the whole text. */
  isMasked(text: string): boolean;
  /** Kills what is left of the job and deletes its folder. Call it in `afterEach`. */
  dispose(): Promise<void>;
}
