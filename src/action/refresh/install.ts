import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment, Runner } from '../runner/types.js';
import { installGit } from '../tools/git.js';
import { appendInclude, type GitUndo } from '../tools/git-environment.js';
import { ensurePrivateFile } from '../tools/private-files.js';
import { findPushRoutes } from '../tools/push-routes.js';
import type { RunGit } from '../tools/run-git.js';
import { type Server, serverOf } from '../tools/server.js';
import { askScript } from '../tools/sh.js';
import { hasPersistedHeader } from './checkout.js';
import type { Folder } from './folder.js';
import { installGh } from './gh.js';
import { FILES, type RefreshSettings } from './types.js';

type Site = {
  readonly env: Environment;
  readonly folder: Folder;
  readonly settings: RefreshSettings;
  /** Empty if the file cannot be read. */
  readonly readFile: (path: string) => string;
  readonly runGit: RunGit;
};

type Wanted = { readonly git: boolean; readonly gh: boolean };

/** What later steps need to find the tools, exported once there is a token. Post reverts the part for git. */
export type ToolSetup = {
  readonly exports: readonly (readonly [string, string])[];
  readonly paths: readonly string[];
  readonly gitUndo: GitUndo | null;
  readonly messages: readonly (readonly [level: 'info' | 'warning', text: string])[];
};

const NOTHING: ToolSetup = { exports: [], paths: [], gitUndo: null, messages: [] };

/** Writes the scripts for git, gh and users into the folder; nothing outside it changes until they are exported. */
export function installTools(wanted: Wanted, at: Site): ToolSetup {
  const node = { path: at.settings.nodePath, tokenBundle: at.settings.bundles.token };
  const ask = askScript(node.path, node.tokenBundle);
  ensurePrivateFile(join(at.folder.path, FILES.ask), ask, { mode: 0o700 });
  if (!wanted.git && !wanted.gh) return NOTHING;
  const server = serverOf(at.settings.serverUrl);
  if (server === undefined) {
    const message = 'GITHUB_SERVER_URL is not an https address, so git and gh are not set up.';
    return { ...NOTHING, messages: [['warning', message]] };
  }
  const gh = wanted.gh ? ghSetup(at, server, node) : NOTHING;
  const git = wanted.git ? gitSetup(at, server, node) : NOTHING;
  return { ...git, paths: gh.paths, messages: [...gh.messages, ...git.messages] };
}

/** Adds the tools to PATH and logs the messages. */
export function applySetup(runner: Runner, setup: ToolSetup): void {
  for (const directory of setup.paths) runner.addPath(directory);
  for (const [level, text] of setup.messages) runner.log[level](text);
}

type Node = { readonly path: string; readonly tokenBundle: string };

function ghSetup({ env, folder }: Site, server: Server, node: Node): ToolSetup {
  const directory = installGh(folder.path, server, node);
  const name = server.ghVariables.find((variable) => env[variable]);
  const message = `${name} is set for this job and takes precedence in gh; remove it, or add it to export-env, so that gh uses fresh tokens.`;
  return { ...NOTHING, paths: [directory], messages: name?.startsWith('GH_') ? [['info', message]] : [] };
}

function gitSetup({ env, folder, readFile, runGit }: Site, server: Server, node: Node): ToolSetup {
  const configPath = join(folder.path, FILES.gitConfig);
  const isSetUp = Object.entries(env).some(
    ([name, value]) => name.startsWith('GIT_CONFIG_VALUE_') && value === configPath,
  );
  if (isSetUp) return NOTHING;
  const netrc = readFile(join(env.HOME ?? '', '.netrc'));
  const routes = findPushRoutes(server, { runGit, netrc });
  installGit(folder.path, { server, node, overrides: routes.config });
  const { exports, undo, warning } = appendInclude(env, configPath);
  const overridden = `A header that actions/checkout left for ${server.url} is overridden until the job ends.`;
  return {
    exports,
    paths: [],
    gitUndo: undo,
    messages: [
      ...(hasPersistedHeader(env, server, readFile) ? [['info', overridden] as const] : []),
      ...(isOnPath(env, 'git') ? [] : [['info', NO_GIT] as const]),
      ...routes.messages,
      ...(warning === null ? [] : [['warning', warning] as const]),
    ],
  };
}

const NO_GIT = 'git is not on PATH here. It will use the token in steps that have it, from version 2.31 on.';

function isOnPath(env: Environment, program: string): boolean {
  const names = process.platform === 'win32' ? [`${program}.exe`] : [program];
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter);
  return folders.some((folder) => names.some((name) => folder !== '' && existsSync(join(folder, name))));
}
