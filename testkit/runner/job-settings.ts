/** The options of a job with their defaults, and its folders on disk. */
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobOptions, Vars } from './types.js';

export interface JobSettings {
  repository: string;
  workflow: string;
  job: string;
  runId: string;
  attempt: number;
  eventName: string;
  actor: string;
  event: unknown;
  githubToken: string;
  runtimeToken: string;
  oidc: JobOptions['oidc'] | null;
  inheritedEnv: Vars;
  jobEnv: Vars;
  secrets: Vars;
  outputs: Vars;
  matrix: Vars;
  jobIndex: number;
  isDebug: boolean;
  apiUrl: string;
  serverUrl: string;
  nodePath: string;
  timeScale: number;
  trackingId: string;
  folders: JobFolders;
}

export interface JobFolders {
  root: string;
  workspace: string;
  temp: string;
  tools: string;
  actions: string;
  eventPath: string;
}

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
// The suite runs from build/testkit/runner.
const PROJECT_NODE = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));

/** Makes the folders and fills in defaults. */
export function prepareSettings(options: JobOptions): JobSettings {
  const repository = options.repository ?? 'octo-org/widgets';
  const event = options.eventPayload ?? { repository: { full_name: repository } };
  const folders = makeFolders(repository, options.tempRoot);
  writeFileSync(folders.eventPath, JSON.stringify(event));
  const githubToken = options.githubToken ?? `ghs_${randomUUID().replaceAll('-', '')}Abcd`;
  return {
    repository,
    event,
    folders,
    githubToken,
    workflow: options.workflow ?? 'CI',
    job: options.job ?? 'build',
    runId: options.runId ?? '4711',
    attempt: options.attempt ?? 1,
    eventName: options.eventName ?? 'push',
    actor: options.actor ?? 'octocat',
    runtimeToken: randomUUID(),
    oidc: options.oidc ?? null,
    inheritedEnv: inheritedEnv(options, folders.root),
    jobEnv: options.jobEnv ?? {},
    secrets: { ...options.secrets, GITHUB_TOKEN: githubToken },
    outputs: options.outputs ?? {},
    matrix: options.matrix ?? {},
    jobIndex: options.jobIndex ?? 0,
    isDebug: options.debug ?? false,
    apiUrl: options.apiUrl ?? 'https://api.github.com',
    serverUrl: options.serverUrl ?? 'https://github.com',
    nodePath: realpathSync(options.nodePath ?? PROJECT_NODE),
    timeScale: options.timeScale ?? 0.04,
    trackingId: `github_${randomUUID()}`,
  };
}

function makeFolders(repository: string, tempRoot: string | undefined): JobFolders {
  if (tempRoot !== undefined) mkdirSync(tempRoot, { recursive: true });
  const root = realpathSync(mkdtempSync(join(tempRoot ?? tmpdir(), 'job-')));
  const name = repository.split('/').at(-1) ?? repository;
  const work = join(root, '_work');
  const temp = join(work, '_temp');
  const folders = {
    root,
    temp,
    workspace: join(work, name, name),
    tools: join(work, '_tool'),
    actions: join(work, '_actions'),
    eventPath: join(temp, '_github_workflow', 'event.json'),
  };
  const created = [folders.workspace, folders.tools, folders.actions, join(temp, '_github_workflow')];
  for (const folder of [...created, join(root, 'home')]) mkdirSync(folder, { recursive: true });
  return folders;
}

function inheritedEnv(options: JobOptions, root: string): Vars {
  const env = { PATH: SYSTEM_PATH, HOME: join(root, 'home'), ...options.env };
  if (options.tools === undefined) return env;
  return { ...env, PATH: linkTools(join(root, 'bin'), options.tools) };
}

/** A folder with links to the named programs of this machine and nothing else. */
function linkTools(folder: string, names: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const found = findProgram(name, SYSTEM_PATH);
    if (found === null) throw new Error(`The job asks for '${name}', which this machine does not have.`);
    symlinkSync(found, join(folder, name));
  }
  return folder;
}

/** Absolute path of a program, or null. */
export function findProgram(name: string, path: string): string | null {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const candidate = join(folder, name);
    if (isExecutable(candidate)) return candidate;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
