import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { RunnerFault } from '../runner/faults.js';
import { readInputs } from '../runner/inputs.js';
import { tokenMasks } from '../runner/masks.js';
import type { Runner } from '../runner/types.js';
import { maskSecretInputs } from '../sources/source-inputs.js';
import { SourceFailure } from '../sources/types.js';
import type { ActionDeps } from '../start.js';
import { type AskDeps, askForToken, hideNow } from './ask.js';
import { addKnownToken, createFolder, type Folder, foldersIn, readSettings } from './folder.js';
import { lookUpLogin, pushIdentity } from './identity.js';
import { installTools } from './install.js';
import { isKeeperAlive, startKeeper } from './keeper-process.js';
import { openTokens } from './ledger.js';
import { systemClock } from './life.js';
import { type OwnProcess, surroundingsOf } from './own-process.js';
import { type RefreshChoices, readChoices } from './settings.js';
import { saveState } from './state.js';
import { createTokenSource } from './token-source.js';
import { type Credentials, FILES, type RefreshSettings } from './types.js';

type Place = {
  readonly folder: Folder;
  readonly settings: RefreshSettings;
  readonly role: 'owner' | 'guest';
};

/**
 * refresh-token's main: puts a token where every later process of the job finds a fresh one, and starts what keeps
 * it fresh. Throws when the step must fail; every message is fit for the log.
 */
export async function beginRefreshing(deps: ActionDeps, own: OwnProcess): Promise<void> {
  const { runner } = deps;
  const inputs = readInputs(runner.env);
  maskSecretInputs(inputs, runner.mask);
  const choices = readChoices({ inputs, env: runner.env, readFile: deps.readFile });
  const missing = runner.missingFiles(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH'])[0];
  if (missing !== undefined) throw new RunnerFault(missing);
  const place = findPlace(runner, choices, own);
  const { folder, settings, role } = place;
  saveState(runner, { folder: folder.path, role, gitUndo: null });
  let credentials: Credentials;
  try {
    credentials = await firstToken(deps, place);
  } catch (error) {
    // Whatever was obtained on the way is in the ledger, which post still needs.
    if (role === 'owner' && openTokens(folder).length === 0)
      rmSync(folder.path, { recursive: true, force: true });
    throw error;
  }
  if (deps.signal.aborted)
    throw new SourceFailure('cancelled', 'The job was cancelled; post gives the token back.');
  if (!isKeeperAlive(folder)) startKeeper(runner.env, folder, settings);
  const gitUndo = installTools(runner, choices, place);
  saveState(runner, { folder: folder.path, role, gitUndo });
  await handOver(deps, { choices, place, credentials });
}

/** The folder of an earlier step with the same settings, or one of our own. */
function findPlace(runner: Runner, choices: RefreshChoices, own: OwnProcess): Place {
  const runnerTemp = runner.env.RUNNER_TEMP ?? '';
  if (runnerTemp === '')
    throw new SourceFailure('refused', 'RUNNER_TEMP is not set; run this action on a runner.');
  const settings: RefreshSettings = { ...choices.settings, ...surroundingsOf(own, systemClock) };
  for (const folder of foldersIn(runnerTemp)) {
    const found = readSettings(folder);
    if (!('fault' in found) && isSame(found, settings)) return { folder, settings: found, role: 'guest' };
  }
  return { folder: createFolder(runnerTemp, settings), settings, role: 'owner' };
}

/** What a later step may have different without wanting a token of its own. */
function isSame(one: RefreshSettings, other: RefreshSettings): boolean {
  const essence = ({
    request,
    serverUrl,
    refreshBeforeMs,
    minRemaining,
    worker,
    nodePath,
  }: RefreshSettings) =>
    JSON.stringify({ ...request, absence: null, serverUrl, refreshBeforeMs, minRemaining, worker, nodePath });
  return essence(one) === essence(other);
}

async function firstToken(deps: ActionDeps, { folder, settings }: Place): Promise<Credentials> {
  const { runner, http, now, sleep, random, signal } = deps;
  const sourceDeps = {
    http,
    log: runner.log,
    mask: runner.mask,
    now,
    sleep,
    random,
    signal,
    oidc: settings.oidc,
  };
  const askDeps: AskDeps = {
    source: createTokenSource(sourceDeps, folder, settings),
    clock: systemClock,
    sleep: (ms) => sleep(ms, signal),
    say: runner.log.warning,
    hide(token) {
      runner.mask(...tokenMasks(token));
      return 'hidden';
    },
    // Only once there is a token to keep; see `beginRefreshing`.
    revive: () => undefined,
  };
  // A later step masks what was minted in the background since, before it can be met in the log.
  runner.mask(...openTokens(folder).flatMap(({ token }) => tokenMasks(token)));
  const credentials = await askForToken(askDeps, { folder, settings });
  hideNow(askDeps, folder, credentials.token);
  addKnownToken(folder, credentials.token);
  return credentials;
}

type HandOver = {
  readonly choices: RefreshChoices;
  readonly place: Place;
  readonly credentials: Credentials;
};

async function handOver(deps: ActionDeps, { choices, place, credentials }: HandOver): Promise<void> {
  const { runner } = deps;
  const { folder, settings } = place;
  const tokenFile = join(folder.path, FILES.token);
  for (const name of choices.exportNames) runner.exportVariable(name, credentials.token);
  // Who exports nothing has another step for that, whose file this one must not hide.
  if (choices.exportNames.length > 0) runner.exportVariable('GITHUB_TOKEN_FILE', tokenFile);
  const login = await lookUpLogin(deps, settings, credentials);
  const outputs: readonly [string, string][] = [
    ['token', credentials.token],
    ['token-file', tokenFile],
    ['credentials-file', join(folder.path, FILES.credentials)],
    ['expires-at', credentials.expires_at ?? ''],
    ['source', credentials.source],
    ['kind', credentials.kind],
    ['login', login],
  ];
  for (const [name, value] of outputs) runner.setOutput(name, value);
  report(runner, { choices, place, credentials }, login);
}

function report(runner: Runner, { choices, place, credentials }: HandOver, login: string): void {
  const until =
    credentials.expires_at === null ? 'does not expire' : `is renewed before ${credentials.expires_at}`;
  runner.log.info(`The token of the ${credentials.source} source ${until}.`);
  const { fallbackReason } = credentials.obtained;
  const isNormal = place.settings.request.absence !== null;
  if (fallbackReason !== null) {
    (isNormal ? runner.log.notice : runner.log.warning)(`${fallbackReason} Falling back to github-token.`);
  }
  if (!choices.git) return;
  const identity = pushIdentity(credentials, login, place.settings);
  runner.log.info(identity.line);
  if (identity.warning !== null) runner.log.warning(identity.warning);
}
