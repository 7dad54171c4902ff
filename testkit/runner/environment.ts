/** The environment of a stage's process, in the runner's order: later values win. */
import { delimiter } from 'node:path';
import type { FileCommandPaths } from './file-commands.js';
import type { JobSettings } from './job-settings.js';
import type { JobState } from './job-state.js';
import type { Vars } from './types.js';

export interface ProcessScope {
  /** Step `env:`, evaluated. */
  stepEnv: Vars;
  /** Null for a `run:` step, which has neither inputs nor state. */
  action: { inputs: Vars; state: Vars } | null;
  /** `GITHUB_ACTION`. */
  actionId: string;
  files: FileCommandPaths;
}

export function processEnvOf(state: JobState, scope: ProcessScope): Record<string, string> {
  const { settings } = state;
  const env: Record<string, string> = {
    ...settings.inheritedEnv,
    RUNNER_TRACKING_ID: settings.trackingId,
    ...Object.fromEntries(state.envContext),
    ...scope.stepEnv,
  };
  if (scope.action !== null) {
    for (const [key, value] of Object.entries(scope.action.state)) env[`STATE_${key}`] = value;
    for (const [name, value] of Object.entries(scope.action.inputs)) env[inputVariable(name)] = value;
  }
  if (state.addedPaths.length > 0) {
    env.PATH = [...state.addedPaths.toReversed(), env.PATH ?? ''].join(delimiter);
  }
  Object.assign(env, githubVariables(settings, scope), runnerVariables(settings), idTokenVariables(settings));
  if (scope.action !== null) Object.assign(env, runtimeVariables(settings));
  env.GITHUB_ACTIONS = 'true';
  env.CI ??= 'true';
  return env;
}

/** Only spaces become underscores; hyphens stay. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** The variables that the runner sets from the `github` context; `token` is not among them. */
function githubVariables(settings: JobSettings, scope: ProcessScope): Record<string, string> {
  const [owner = ''] = settings.repository.split('/');
  const sha = '0'.repeat(40);
  return {
    GITHUB_ACTION: scope.actionId,
    GITHUB_ACTOR: settings.actor,
    GITHUB_ACTOR_ID: '583231',
    GITHUB_API_URL: settings.apiUrl,
    GITHUB_GRAPHQL_URL: `${settings.apiUrl}/graphql`,
    GITHUB_SERVER_URL: settings.serverUrl,
    GITHUB_EVENT_NAME: settings.eventName,
    GITHUB_EVENT_PATH: settings.folders.eventPath,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_HEAD_REF: '',
    GITHUB_BASE_REF: '',
    GITHUB_REPOSITORY: settings.repository,
    GITHUB_REPOSITORY_ID: '1296269',
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: '9919',
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ID: settings.runId,
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: String(settings.attempt),
    GITHUB_SHA: sha,
    GITHUB_JOB: settings.job,
    GITHUB_TRIGGERING_ACTOR: 'octocat',
    GITHUB_WORKFLOW: settings.workflow,
    GITHUB_WORKFLOW_REF: `${settings.repository}/.github/workflows/ci.yml@refs/heads/main`,
    GITHUB_WORKFLOW_SHA: sha,
    GITHUB_WORKSPACE: settings.folders.workspace,
    GITHUB_ENV: scope.files.env,
    GITHUB_OUTPUT: scope.files.output,
    GITHUB_PATH: scope.files.path,
    GITHUB_STATE: scope.files.state,
    GITHUB_STEP_SUMMARY: scope.files.step_summary,
  };
}

function runnerVariables(settings: JobSettings): Record<string, string> {
  const { folders } = settings;
  return {
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'harness',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_TOOL_CACHE: folders.tools,
    RUNNER_TEMP: folders.temp,
    RUNNER_WORKSPACE: folders.workspace.slice(0, folders.workspace.lastIndexOf('/')),
    ...(settings.isDebug ? { RUNNER_DEBUG: '1' } : {}),
  };
}

function idTokenVariables(settings: JobSettings): Record<string, string> {
  if (!settings.oidc) return {};
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: settings.oidc.requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: settings.oidc.requestToken,
  };
}

/** Nothing listens at these addresses: no action of this project may need them. */
function runtimeVariables(settings: JobSettings): Record<string, string> {
  return {
    ACTIONS_RUNTIME_URL: 'http://127.0.0.1:9/',
    ACTIONS_RUNTIME_TOKEN: settings.runtimeToken,
    ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/',
    ACTIONS_CACHE_URL: 'http://127.0.0.1:9/',
  };
}
