import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Runner } from '../runner/types.js';
import { hasPersistedHeader } from './checkout.js';
import type { Folder } from './folder.js';
import { installGh } from './gh.js';
import { installGit } from './git.js';
import { appendInclude, type GitUndo } from './git-environment.js';
import { createPrivateFile } from './private-files.js';
import { type Server, serverOf } from './server.js';
import { askScript } from './sh.js';
import { FILES, type RefreshSettings } from './types.js';

type Site = {
  readonly folder: Folder;
  readonly settings: RefreshSettings;
  /** The text of a file, or an empty text when it cannot be read. */
  readonly readFile: (path: string) => string;
};

type Wanted = { readonly git: boolean; readonly gh: boolean };

/** Writes the `ask` command and wires git and gh to the folder's token. Returns how to undo it for git; what is in the folder goes with it. */
export function installTools(runner: Runner, wanted: Wanted, at: Site): GitUndo | null {
  const askPath = join(at.folder.path, FILES.ask);
  const { nodePath, bundles } = at.settings;
  if (!existsSync(askPath)) createPrivateFile(askPath, askScript(nodePath, bundles.token), 0o700);
  if (!wanted.git && !wanted.gh) return null;
  const server = serverOf(at.settings.serverUrl);
  if (server === undefined) {
    runner.log.warning('GITHUB_SERVER_URL is no https address, so git and gh are left as they are.');
    return null;
  }
  if (wanted.gh) wireGh(runner, at, server);
  return wanted.git ? wireGit(runner, at, server) : null;
}

function nodeOf(settings: RefreshSettings) {
  return { path: settings.nodePath, tokenBundle: settings.bundles.token };
}

function wireGh(runner: Runner, { folder, settings }: Site, server: Server): void {
  const directory = join(folder.path, FILES.ghFolder);
  if (!existsSync(directory)) installGh(folder.path, server, nodeOf(settings));
  runner.addPath(directory);
  const name = server.ghVariables.find((variable) => runner.env[variable]);
  if (name?.startsWith('GH_')) {
    runner.log.info(
      `${name} is set for this job and wins in gh; drop it, or add it to export-env, to have gh use fresh tokens.`,
    );
  }
}

function wireGit(runner: Runner, { folder, settings, readFile }: Site, server: Server): GitUndo | null {
  const configPath = join(folder.path, FILES.gitConfig);
  const isWired = Object.entries(runner.env).some(
    ([name, value]) => name.startsWith('GIT_CONFIG_VALUE_') && value === configPath,
  );
  if (isWired) return null;
  if (hasPersistedHeader(runner.env, server, readFile)) {
    runner.log.info(
      `A header that actions/checkout left for ${server.url} is overridden until the job ends.`,
    );
  }
  if (!existsSync(configPath)) installGit(folder.path, server, nodeOf(settings));
  const environment = appendInclude(runner.env, configPath);
  if (environment.warning !== null) runner.log.warning(environment.warning);
  for (const [name, value] of environment.exports) runner.exportVariable(name, value);
  return environment.undo;
}
