import { rmSync } from 'node:fs';
import { RunnerFault } from '../runner/faults.js';
import type { JobContext } from '../runner/job.js';
import type { Runner } from '../runner/types.js';
import { maskSecretInputs } from '../sources/source-inputs.js';
import { SourceFailure } from '../sources/types.js';
import type { ActionDeps } from '../start.js';
import { claimSummary } from '../summary/claim.js';
import { systemErrorCode } from '../system-error.js';
import { storageFault } from '../tools/private-files.js';
import type { RunGit } from '../tools/run-git.js';
import { exportToken } from './export-token.js';
import { firstToken } from './first-token.js';
import { createFolder, foldersIn, readSettings, type StepCache } from './folder.js';
import { installTools, type ToolSetup } from './install.js';
import { openTokens } from './ledger.js';
import { systemClock } from './life.js';
import { type MainProcess, processSettings } from './main-process.js';
import { type RefreshChoices, readChoices } from './choices.js';
import { saveState } from './state.js';
import type { Credentials, RefreshSettings } from './types.js';

type MainDeps = { readonly readContext: () => JobContext; readonly runGit: RunGit };

/**
 * refresh-token's main: obtains a token, gives every later step access to a fresh one, and starts the keeper. Throws
 * when the step must fail.
 */
export async function beginRefreshing(deps: ActionDeps, own: MainProcess & MainDeps): Promise<void> {
  const { runner } = deps;
  const { inputs } = runner;
  maskSecretInputs(inputs, runner.mask);
  const choices = readChoices({ inputs, env: runner.env, context: own.readContext() });
  const missing = runner.missingFiles(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH'])[0];
  if (missing !== undefined) throw new RunnerFault(missing);
  claimSummary(runner);
  try {
    await refreshIn({ ...deps, runGit: own.runGit }, choices, findOrCreateCache(runner, choices, own));
  } catch (error) {
    throw systemErrorCode(error) === ''
      ? error
      : new SourceFailure('refused', storageFault(error), { cause: error });
  }
}

type RefreshDeps = ActionDeps & Pick<MainDeps, 'runGit'>;

async function refreshIn(deps: RefreshDeps, choices: RefreshChoices, cache: StepCache): Promise<void> {
  const { runner, readFile, runGit } = deps;
  const { folder, role, settings } = cache;
  let setup: ToolSetup;
  let credentials: Credentials;
  try {
    setup = installTools(choices, { env: runner.env, folder, settings, readFile, runGit });
    // Saved first, so that post cleans up even if this process is killed.
    const { gitUndo } = setup;
    saveState(runner, { folder: folder.path, role, gitUndo, summary: choices.summary });
    credentials = await firstToken(deps, cache);
  } catch (error) {
    // A folder whose ledger holds tokens is left for post.
    if (role === 'first' && openTokens(folder).length === 0)
      rmSync(folder.path, { recursive: true, force: true });
    throw error;
  }
  if (deps.signal.aborted)
    throw new SourceFailure('cancelled', 'The job was cancelled; post gives the token back.');
  await exportToken(deps, { choices, cache, credentials, setup });
}

/** The folder of an earlier step with the same settings, or a new one. */
function findOrCreateCache(runner: Runner, choices: RefreshChoices, own: MainProcess): StepCache {
  const runnerTemp = runner.env.RUNNER_TEMP ?? '';
  if (runnerTemp === '')
    throw new SourceFailure('refused', 'RUNNER_TEMP is not set; run this action on a runner.');
  const settings: RefreshSettings = { ...choices.settings, ...processSettings(own, systemClock) };
  for (const folder of foldersIn(runnerTemp)) {
    const found = readSettings(folder);
    if (!('fault' in found) && isSame(found, settings)) return { folder, settings: found, role: 'later' };
  }
  return { folder: createFolder(runnerTemp, settings), settings, role: 'first' };
}

/** Ignores what may differ between steps that can share a token. */
function isSame(one: RefreshSettings, other: RefreshSettings): boolean {
  const comparable = ({
    request,
    startedAtMonotonicMs: _startedAt,
    maxLifetimeMs: _maxLifetime,
    bundles: _bundles,
    oidc: _oidc,
    ...same
  }: RefreshSettings) => JSON.stringify({ ...same, request: { ...request, missingCredentials: null } });
  return comparable(one) === comparable(other);
}
