/** What changes while a job runs. */
import { evaluateTemplate } from './expressions.js';
import type { FileCommandPaths } from './file-commands.js';
import { createJobLog, type JobLog } from './job-log.js';
import type { JobSettings } from './job-settings.js';
import type { Extraction } from './manifest.js';
import { addMaskWithLines, createMasker, type Masker } from './masker.js';
import type { Annotation, FinishResult, StageResult } from './types.js';
import type { Worker } from './worker.js';

export interface PostEntry {
  name: string;
  run(): Promise<StageResult>;
}

/** The stage whose process runs now. */
export interface RunningStage {
  /** Evaluates the step's `if` again; a cancelled job does not interrupt the step while it holds. */
  holdsCondition(): boolean;
  interrupt(): void;
  readonly ended: Promise<unknown>;
}

export interface JobState {
  readonly settings: JobSettings;
  readonly masker: Masker;
  readonly log: JobLog;
  readonly worker: Worker;
  status: FinishResult['status'];
  /** The env context without the env of the running step. */
  readonly envContext: Map<string, string>;
  /** GITHUB_PATH, oldest first. */
  readonly addedPaths: string[];
  readonly steps: Map<string, StepContext>;
  readonly posts: PostEntry[];
  /** By `owner/repo@ref`. */
  readonly extracted: Map<string, Extraction>;
  readonly annotations: Annotation[];
  readonly summaries: string[];
  running: RunningStage | null;
  /** A step is being prepared or run. */
  isBusy: boolean;
  /** The file-command files of the previous stage, deleted when the next stage gets its own. */
  previousFiles: FileCommandPaths | null;
}

export interface StepContext {
  outputs: Record<string, string>;
  outcome: string;
  conclusion: string;
}

export function createJobState(settings: JobSettings, worker: Worker): JobState {
  const masker = createMasker();
  const secrets = [
    ...Object.values(settings.secrets),
    settings.runtimeToken,
    settings.oidc?.requestToken ?? '',
  ];
  for (const secret of secrets) addMaskWithLines(masker, secret.trim());
  const state: JobState = {
    settings,
    masker,
    log: createJobLog(masker),
    worker,
    status: 'success',
    envContext: new Map(),
    addedPaths: [],
    steps: new Map(),
    posts: [],
    extracted: new Map(),
    annotations: [],
    summaries: [],
    running: null,
    isBusy: false,
    previousFiles: null,
  };
  for (const [name, value] of Object.entries(settings.jobEnv)) {
    state.envContext.set(name, evaluateTemplate(value, contextsOf(state, {})));
  }
  return state;
}

/** The contexts of expressions as they stand now. */
export function contextsOf(state: JobState, stepEnv: Readonly<Record<string, string>>) {
  const { settings } = state;
  return {
    github: githubContext(settings),
    env: { ...Object.fromEntries(state.envContext), ...stepEnv },
    steps: Object.fromEntries(state.steps),
    job: { status: state.status },
    runner: { os: 'Linux', arch: 'X64', temp: settings.folders.temp, tool_cache: settings.folders.tools },
    secrets: settings.secrets,
    matrix: settings.matrix,
    strategy: { 'job-index': settings.jobIndex },
    inputs: {},
  };
}

function githubContext(settings: JobSettings): Record<string, unknown> {
  return {
    token: settings.githubToken,
    api_url: settings.apiUrl,
    server_url: settings.serverUrl,
    graphql_url: `${settings.apiUrl}/graphql`,
    repository: settings.repository,
    repository_owner: settings.repository.split('/')[0],
    workflow: settings.workflow,
    job: settings.job,
    run_id: settings.runId,
    run_attempt: String(settings.attempt),
    run_number: '1',
    event_name: settings.eventName,
    event: settings.event,
    actor: 'octocat',
    ref: 'refs/heads/main',
    ref_name: 'main',
    sha: '0'.repeat(40),
    workspace: settings.folders.workspace,
  };
}
