import { join } from 'node:path';
import type { Runner } from '../runner/types.js';
import type { ActionDeps } from '../start.js';
import { lookUpLogin, pushIdentity } from './identity.js';
import { installTools } from './install.js';
import { isKeeperAlive, startKeeper } from './keeper-process.js';
import type { Place } from './main.js';
import type { RefreshChoices } from './settings.js';
import { saveState } from './state.js';
import { type Credentials, FILES } from './types.js';

/** What main got, on its way to the later steps. */
export type HandOver = {
  readonly choices: RefreshChoices;
  readonly place: Place;
  readonly credentials: Credentials;
};

/** Wires git and gh, exports, sets the outputs, says in the log who pushes, and starts the keeper. */
export async function handOver(deps: ActionDeps, { choices, place, credentials }: HandOver): Promise<void> {
  const { runner } = deps;
  const { folder, settings } = place;
  const gitUndo = installTools(runner, choices, { folder, settings, readFile: deps.readFile });
  saveState(runner, { folder: folder.path, role: place.role, gitUndo });
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
  // Last, so that it does not compete with this process for the machine.
  if (!isKeeperAlive(folder)) startKeeper(runner.env, folder, settings);
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
