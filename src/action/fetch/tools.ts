import { join } from 'node:path';
import type { Runner } from '../runner/types.js';
import { SourceFailure } from '../sources/types.js';
import type { ToolSite } from '../tools/catalogue.js';
import { installGit } from '../tools/git.js';
import { appendInclude } from '../tools/git-environment.js';
import { ownValues, planTools, toolFilesOf } from '../tools/plan.js';
import { systemErrorCode } from '../system-error.js';
import { createPrivateFile, makePrivateFolder, storageFault } from '../tools/private-files.js';
import { serverOf } from '../tools/server.js';
import { FOLDER_PREFIX, TOKEN_FILES, writeToolFiles } from '../tools/token-files.js';
import type { FetchSettings } from './settings.js';
import type { SavedTools } from './state.js';

/** Saves for post what to undo: the folder before it has content, git's variables before they are set. */
export type KeepTools = (installed: SavedTools) => void;

/** Sets up the tools that the user named, each in its own way. Throws `SourceFailure`. */
export function equipTools(
  runner: Runner,
  settings: FetchSettings,
  found: { token: string; keep: KeepTools },
): void {
  const server = serverOf(settings.serverUrl);
  if (settings.tools.length === 0) return;
  if (server === undefined) {
    runner.log.warning('GITHUB_SERVER_URL is not an https address, so no tool is given the token.');
    return;
  }
  const runnerTemp = runner.env.RUNNER_TEMP ?? '';
  if (runnerTemp === '')
    throw new SourceFailure('refused', 'RUNNER_TEMP is not set; run this action on a runner.');
  try {
    const ours = [found.token, ...ownValues(runnerTemp)];
    const folder = makePrivateFolder(join(runnerTemp, FOLDER_PREFIX));
    found.keep({ folder, gitUndo: null });
    const site = { server, token: found.token, folder };
    createPrivateFile(join(folder, TOKEN_FILES.known), `${found.token}\n`);
    writeToolFiles(folder, toolFilesOf(settings.tools), site);
    const plan = planTools(settings.tools, site, { env: runner.env, exported: settings.exportNames, ours });
    const git = settings.tools.includes('git') ? equipGit(runner, site, found.keep) : [];
    for (const [name, value] of [...plan.exports, ...git]) runner.exportVariable(name, value);
    for (const message of plan.messages) runner.log.info(message);
    if (plan.tools.length > 0) runner.log.info(`Tools that find the token: ${plan.tools.join(', ')}.`);
    if (settings.tools.includes('docker')) runner.setOutput('secret-file', join(folder, TOKEN_FILES.secret));
  } catch (error) {
    throw systemErrorCode(error) === ''
      ? error
      : new SourceFailure('refused', storageFault(error), { cause: error });
  }
}

function equipGit(runner: Runner, { server, token, folder }: ToolSite, keep: KeepTools) {
  createPrivateFile(join(folder, TOKEN_FILES.token), `${token}\n`);
  // Without a node to renew with, the helper uses the token file as it is.
  const configPath = installGit(folder, { server, node: { path: '', tokenBundle: '' }, overrides: [] });
  const { exports, undo, warning } = appendInclude(runner.env, configPath);
  keep({ folder, gitUndo: undo });
  if (warning !== null) runner.log.warning(warning);
  return exports;
}
